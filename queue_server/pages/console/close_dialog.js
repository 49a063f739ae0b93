// @ts-check
/** Closing the counter: a short question; with a number in hand, what becomes of it first. */

import { html } from "/shared/vendor/preact.js"
import { Dialog } from "/shared/staff/dialog.js"
import { useHouse } from "/shared/staff/house.js"

export function CloseDialog({ desk, commander, onClose }) {
  const { words } = useHouse()
  const inHand = desk.ticket
  const closeAfter = async (verb) => {
    onClose()
    const settled = verb === null || await commander.send(verb)
    if (settled) await commander.send("close")
  }
  const lead = inHand
    ? words("console.close_in_hand", { number: inHand.number })
    : words("console.close_lead", { count: desk.waiting_count })
  return html`
    <${Dialog} title=${words("console.close_title", { number: desk.number })} lead=${lead} onClose=${onClose}>
      <div class="dialog-acts">
        <button type="button" class="button" onClick=${onClose} data-first=${inHand ? "" : null}>${words("console.close_stay")}</button>
        ${inHand && html`
          <button type="button" class="button" data-kind="quiet" onClick=${() => closeAfter("return")}>
            ${words("console.close_return")}
          </button>`}
        ${inHand && desk.state === "serving" && html`
          <button type="button" class="button" data-kind="primary" onClick=${() => closeAfter("finish")}>
            ${words("console.close_finish")}
          </button>`}
        ${!inHand && html`
          <button type="button" class="button" data-kind="primary" data-first onClick=${() => closeAfter(null)}>
            ${words("console.close_do")}
          </button>`}
      </div>
    <//>`
}
