// @ts-check
/** The number in the officer's hands, as large as the place allows; or that nobody is, or that the desk rests. */

import { html } from "/shared/vendor/preact.js"
import { clock, minutesSince } from "/shared/format.js"
import { Icon } from "/shared/icons.js"
import { useHouse } from "/shared/staff/house.js"
import { whyText } from "./reasons.js"

export function InHand({ desk, view, zone }) {
  if (view.pause) return html`<${Resting} pause=${view.pause} zone=${zone} />`
  if (!desk.ticket) return html`<${Free} view=${view} />`
  return html`<${TicketInHand} desk=${desk} view=${view} zone=${zone} />`
}

function TicketInHand({ desk, view, zone }) {
  const { words, language } = useHouse()
  const { ticket } = desk
  const state = view.state === "calling" ? "called" : "serving"
  const service = language === "en" ? ticket.service_name_en : ticket.service_name
  return html`
    <article class="ticket in-hand" data-tear="down" data-state=${state} aria-live="polite">
      <div class="in-hand-main">
        <p class="in-hand-state">${words(`console.state_${view.state}`)}</p>
        <p class="in-hand-number">${ticket.number}</p>
        <p class="in-hand-service">${service}</p>
        <${Marks} ticket=${ticket} zone=${zone} />
      </div>
      <${Side} view=${view} />
    </article>`
}

function Marks({ ticket, zone }) {
  const { words } = useHouse()
  const minutes = waitedMinutes(ticket)
  const waited = minutes === 0 ? words("console.waited_none") : words("console.waited", { count: minutes })
  const why = whyText(words, ticket.why, zone)
  return html`
    <p class="in-hand-marks">
      ${ticket.priority && html`<span class="chip"><${Icon} name="star" size="18" />${words("shared.priority")}</span>`}
      ${ticket.language === "en" && html`<span class="chip"><${Icon} name="languages" size="18" />English</span>`}
      <span>${[waited, why].filter(Boolean).join(" · ")}</span>
    </p>`
}

function Side({ view }) {
  const { words } = useHouse()
  const { timer, announcements } = view
  return html`
    <div class="in-hand-side">
      ${timer && html`<p class="timer" data-state=${timer.late ? "late" : "calm"}><time>${timer.text}</time></p>`}
      <p class="timer-note">${timerNote(view, words)}</p>
      ${announcements && html`<p class="timer-note">${words("console.announced", announcements)}</p>`}
    </div>`
}

function Free({ view }) {
  const { words } = useHouse()
  const nobody = view.waitingCount === 0
  const first = view.waiting[0]
  return html`
    <article class="ticket in-hand" data-tear="down" data-state="free">
      <div class="in-hand-main">
        <p class="in-hand-state">${words("console.state_ready")}</p>
        <p class="in-hand-head">${nobody ? words("console.nobody") : words("console.someone", { count: view.waitingCount })}</p>
        <p class="in-hand-service">${nobody ? words("console.nobody_lead") : words("console.first_in_line", { number: first?.number ?? "" })}</p>
      </div>
      <div class="in-hand-side"><${Icon} name=${nobody ? "coffee" : "users"} size="56" /></div>
    </article>`
}

function Resting({ pause, zone }) {
  const { words } = useHouse()
  const back = pause.until ? words("console.back_at", { time: clock(pause.until, zone) }) : words("console.back_unknown")
  return html`
    <article class="ticket in-hand" data-tear="down" data-state="paused">
      <div class="in-hand-main">
        <p class="in-hand-state"><${Icon} name="circle-pause" size="22" /> ${words("console.state_paused")}</p>
        <p class="in-hand-head">${pause.reason ?? words("console.pause_plain")}</p>
        <p class="in-hand-service">${pause.overdueMinutes > 0 ? words("console.back_overdue", { count: pause.overdueMinutes }) : back}</p>
      </div>
      <div class="in-hand-side"><p class="timer">${pause.minutes}</p><p class="timer-note">${words("console.minutes_of_rest")}</p></div>
    </article>`
}

function timerNote({ state, timer }, words) {
  if (state === "calling") return words("console.since_call")
  if (!timer?.usual) return words("console.since_start")
  return words(timer.late ? "console.longer_than_usual" : "console.usually", { low: timer.usual[0], high: timer.usual[1] })
}

function waitedMinutes(ticket) {
  const until = ticket.called_at ?? ticket.serving_since
  return minutesSince(ticket.waiting_since, until ? new Date(until) : undefined)
}
