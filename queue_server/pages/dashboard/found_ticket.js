// @ts-check
/** One number found on the board: where it stands, and letting it go first. */

import { html, useState } from "/shared/vendor/preact.js"
import { clock, minutesSince } from "/shared/format.js"
import { Icon } from "/shared/icons.js"
import { Dialog } from "/shared/staff/dialog.js"
import { useHouse } from "/shared/staff/house.js"
import { findTicket } from "./hall_view.js"
import { ReasonForm } from "./reason_form.js"

const REASONS = ["group", "guided", "too_long"]

export function FoundTicket({ text, board, zone, onDone }) {
  const { words } = useHouse()
  const [asking, setAsking] = useState(false)
  const ticket = findTicket(board, text)
  if (!ticket) return html`<p class="found found-none">${words("dashboard.number_none", { number: text.trim().toUpperCase() })}</p>`
  const mayGoFirst = ticket.state === "waiting" && !ticket.priority
  return html`
    <article class="found" data-state=${ticket.state}>
      <p class="found-number">${ticket.number}</p>
      <p class="found-where">
        <strong>${words(`shared.ticket_${ticket.state}`)}</strong>
        ${ticket.priority && html`<span class="chip"><${Icon} name="star" size="18" />${words("shared.priority")}</span>`}
        <span>${whereText(ticket, board, words, zone)}</span>
      </p>
      ${mayGoFirst && html`<button type="button" class="button" data-kind="quiet" onClick=${() => setAsking(true)}>${words("dashboard.prioritise")}</button>`}
      ${asking && html`<${PriorityDialog} ticket=${ticket} onClose=${() => setAsking(false)} onDone=${onDone} />`}
    </article>`
}

function PriorityDialog({ ticket, onClose, onDone }) {
  const { words, api } = useHouse()
  const send = async (reason) => {
    await api.post(`/tickets/${ticket.id}/prioritise`, { reason })
    onDone()
    onClose()
  }
  return html`
    <${Dialog} title=${words("dashboard.prioritise_title", { number: ticket.number })} lead=${words("dashboard.prioritise_lead")} onClose=${onClose}>
      <${ReasonForm} reasons=${REASONS.map((one) => words(`dashboard.priority_${one}`))} button=${words("dashboard.prioritise")}
        onSend=${send} onClose=${onClose} />
    <//>`
}

function whereText(ticket, board, words, zone) {
  const agency = board.agencies.find((one) => one.code === ticket.agency)?.short_name ?? ticket.agency
  const since = words("dashboard.taken_at", { time: clock(ticket.issued_at, zone), minutes: minutesSince(ticket.issued_at) })
  const desk = board.desks.find((one) => one.counter === ticket.counter)
  return [agency, desk && words("shared.counter", { number: desk.number }), since].filter(Boolean).join(" · ")
}
