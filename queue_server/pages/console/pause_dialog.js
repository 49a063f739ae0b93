// @ts-check
/** Why the desk rests, and when the hall may expect it back. */

import { html, useState } from "/shared/vendor/preact.js"
import { Choices } from "/shared/staff/choices.js"
import { Dialog } from "/shared/staff/dialog.js"
import { useHouse } from "/shared/staff/house.js"

const REASONS = ["rest", "prayer", "meeting", "system"]
const BACK_IN_MINUTES = [5, 10, 15, 30, 60, null]

export function PauseDialog({ desk, commander, onClose }) {
  const { words } = useHouse()
  const reasons = REASONS.map((name) => words(`console.pause_${name}`)).map((text) => ({ value: text, text }))
  const [reason, setReason] = useState(reasons[0].value)
  const [minutes, setMinutes] = useState(15)
  const lengths = BACK_IN_MINUTES.map((count) => ({
    value: count,
    text: count === null ? words("console.pause_open_end") : words("shared.minutes", { count }),
  }))
  const pause = (event) => {
    event.preventDefault()
    onClose()
    commander.send("pause", minutes === null ? { reason } : { reason, minutes })
  }
  const lead = words("console.pause_lead", { count: desk.waiting_count })
  return html`
    <${Dialog} title=${words("console.pause_title", { number: desk.number })} lead=${lead} onClose=${onClose}>
      <form class="dialog-form" onSubmit=${pause}>
        <p class="field-label">${words("console.reason")}</p>
        <${Choices} label=${words("console.reason")} choices=${reasons} chosen=${reason} onChoose=${setReason} />
        <p class="field-label">${words("console.pause_length")}</p>
        <${Choices} label=${words("console.pause_length")} choices=${lengths} chosen=${minutes} onChoose=${setMinutes} />
        <div class="dialog-acts">
          <button type="button" class="button" onClick=${onClose}>${words("console.not_now")}</button>
          <button class="button" data-kind="primary" data-first>${words("console.pause_do")}</button>
        </div>
      </form>
    <//>`
}
