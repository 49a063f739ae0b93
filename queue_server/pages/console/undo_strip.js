// @ts-check
/** What was just done, and the seconds left to take it back. */

import { html } from "/shared/vendor/preact.js"
import { Icon } from "/shared/icons.js"
import { useHouse } from "/shared/staff/house.js"

export function UndoStrip({ undo, onAct }) {
  const { words } = useHouse()
  if (!undo) return null
  const did = `console.did_${undo.name.replace(".", "_")}`
  return html`
    <div class="undo">
      <span class="undo-what">${words(words.has(did) ? did : "console.did_something", { number: undo.number ?? "" })}</span>
      <button type="button" class="undo-button" onClick=${() => onAct("undo")}>
        <${Icon} name="undo-2" size="22" />
        <span>${words("console.act_undo")}</span>
        <span class="undo-seconds">${words("console.seconds", { count: undo.seconds })}</span>
        <kbd class="key">U</kbd>
      </button>
    </div>`
}
