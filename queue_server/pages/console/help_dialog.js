// @ts-check
/** All keys on one sheet. */

import { html } from "/shared/vendor/preact.js"
import { Dialog } from "/shared/staff/dialog.js"
import { useHouse } from "/shared/staff/house.js"
import { keyTable } from "./acts.js"

export function HelpDialog({ onClose }) {
  const { words } = useHouse()
  return html`
    <${Dialog} title=${words("console.help_title")} lead=${words("console.help_lead")} wide onClose=${onClose}>
      <dl class="help-keys">
        ${keyTable().map(({ key, name }) => html`
          <div class="help-key" key=${name}>
            <dt><kbd class="key">${key === "Space" ? words("console.key_space") : key}</kbd></dt>
            <dd>${words(`console.help_${name}`)}</dd>
          </div>`)}
      </dl>
    <//>`
}
