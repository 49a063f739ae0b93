/** Our shape, both ways it tears, at rest and called; and a device that has no place yet. */
import { PairingView } from "/shared/device.js"
import { html } from "/shared/vendor/preact.js"

const SHAPES = [["down", undefined], ["down", "called"], ["across", undefined], ["across", "called"]]

export function Tickets({ words }) {
  return html`<section class="sheet-part">
    <h2>${words("patterns.ticket")}</h2>
    <div class="sheet-row">
      ${SHAPES.map(([tear, state]) => html`<div class="ticket-shadow sample-ticket" key=${tear + state}>
        <div class="ticket" data-tear=${tear} data-state=${state}>
          <output class="sample-number">1A-012</output>
          <p>${words("shared.counter", { number: 3 })}</p>
        </div>
      </div>`)}
    </div>
  </section>`
}

export function Pairing({ words }) {
  return html`<section class="sheet-part sample-pairing">
    <h2>${words("patterns.pairing")}</h2>
    <${PairingView} words=${words} kind="display" code="KTRM-PQWX" />
  </section>`
}
