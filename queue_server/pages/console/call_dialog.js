// @ts-check
/** Calls one particular number, with the reason that the journal will keep. */

import { html, useState } from "/shared/vendor/preact.js"
import { Choices } from "/shared/staff/choices.js"
import { Dialog } from "/shared/staff/dialog.js"
import { useHouse } from "/shared/staff/house.js"
import { PickList } from "./pick_list.js"
import { ticketsFor } from "./search.js"

const REASONS = ["came_back", "asked_elsewhere", "needs_help", "by_supervisor"]

export function CallDialog({ desk, board, commander, onClose }) {
  const { words } = useHouse()
  const [text, setText] = useState("")
  const [ticket, setTicket] = useState(null)
  const call = (reason) => {
    onClose()
    commander.send("call", { ticket: ticket.id, reason })
  }
  if (ticket) return html`<${WhyThisOne} ticket=${ticket} onCall=${call} onClose=${onClose} />`
  return html`
    <${Dialog} title=${words("console.call_title")} lead=${words("console.call_lead")} wide onClose=${onClose}>
      <${PickList} label=${words("console.call_search")} text=${text} onText=${setText} rows=${ticketsFor(desk, board, text)}
        empty=${words("console.call_none")} keyOf=${(row) => row.id} onPick=${setTicket}
        row=${(row) => html`
          <span class="pick-main">${row.number}<small>${row.service_name ?? ""}</small></span>
          <span class="pick-side">${words(`shared.ticket_${row.state}`)}</span>`} />
    <//>`
}

function WhyThisOne({ ticket, onCall, onClose }) {
  const { words } = useHouse()
  const [own, setOwn] = useState("")
  const reasons = REASONS.map((name) => words(`console.reason_${name}`)).map((text) => ({ value: text, text }))
  const submit = (event) => {
    event.preventDefault()
    if (own.trim().length >= 3) onCall(own.trim())
  }
  return html`
    <${Dialog} key="why" title=${words("console.call_why_title", { number: ticket.number })} lead=${words("console.call_why_lead")}
      onClose=${onClose}>
      <${Choices} label=${words("console.reason")} choices=${reasons} onChoose=${onCall} first />
      <form class="dialog-form" onSubmit=${submit}>
        <label class="field">
          <span class="field-label">${words("console.reason_own")}</span>
          <input class="field-input" value=${own} maxlength="120" onInput=${(event) => setOwn(event.currentTarget.value)} />
        </label>
        <div class="dialog-acts">
          <button class="button" data-kind="primary" disabled=${own.trim().length < 3}>
            ${words("console.call_number", { number: ticket.number })}
          </button>
        </div>
      </form>
    <//>`
}
