// @ts-check
/** How a wait stands to its target: colour, shape and word together; silent while all is calm. */

import { html } from "/shared/vendor/preact.js"
import { Icon } from "/shared/icons.js"
import { useHouse } from "/shared/staff/house.js"

const SIGNS = { over: "triangle-alert", near: "clock" }

export function Level({ level }) {
  const { words } = useHouse()
  if (!(level in SIGNS)) return null
  return html`<span class="level" data-level=${level}><${Icon} name=${SIGNS[level]} size="16" />${words(`dashboard.level_${level}`)}</span>`
}
