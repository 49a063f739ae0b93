// @ts-check
/** Why the visitor steps aside; one figure key and it is done. */

import { html, useEffect } from "/shared/vendor/preact.js"
import { Choices, choiceByKey } from "/shared/staff/choices.js"
import { Dialog } from "/shared/staff/dialog.js"
import { useHouse } from "/shared/staff/house.js"
import { PARK_REASONS, parkWords } from "./reasons.js"

export function ParkDialog({ desk, commander, onClose }) {
  const { words } = useHouse()
  const choices = PARK_REASONS.map((value) => ({ value, text: parkWords(words, value) }))
  const park = (reason) => {
    onClose()
    commander.send("park", { reason })
  }
  useEffect(() => {
    const onKey = (event) => {
      const reason = choiceByKey(event, choices)
      if (reason) park(reason)
    }
    document.addEventListener("keydown", onKey)
    return () => document.removeEventListener("keydown", onKey)
  }, [])
  return html`
    <${Dialog} title=${words("console.park_title", { number: desk.ticket.number })} lead=${words("console.park_lead")} onClose=${onClose}>
      <${Choices} label=${words("console.reason")} choices=${choices} onChoose=${park} numbered first />
    <//>`
}
