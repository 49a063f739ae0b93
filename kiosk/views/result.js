/** The number, on the shape of a ticket: what it is, where to sit, how long, and whether the paper came. */
import { waitText } from "/shared/format.js"
import { Icon } from "/shared/icons.js"
import { html } from "/shared/vendor/preact.js"
import { unbroken } from "../choices.js"
import { noticeNow, paper, resultLeft, undoLeft } from "../visit.js"

const PAPER = {
  none: { icon: "camera", key: "kiosk.paper_none" },
  printing: { icon: "printer", key: "kiosk.paper_printing" },
  printed: { icon: "circle-check", key: "kiosk.paper_printed" },
  unsure: { icon: "camera", key: "kiosk.paper_unsure" },
  lost: { icon: "camera", key: "kiosk.paper_lost" },
}

export function Result({ kiosk, words, now }) {
  const { visit, catalogue } = kiosk
  const state = paper(visit, now)
  const notice = noticeNow(visit, now)
  return html`<main class="result kawung" data-paper=${state}>
    <${Slip} ticket=${visit.ticket} agency=${catalogue?.agencies.find(({ code }) => code === visit.ticket.agency)} zone=${kiosk.zones.find(({ code }) => code === visit.ticket.zone)} words=${words} />
    <p class="paper" data-state=${state} role="status"><${Icon} name=${PAPER[state].icon} size="64px" /> <span>${words(PAPER[state].key)}</span></p>
    ${notice && html`<p class="notice" role="status">${words(notice.key, notice.facts)}</p>`}
    <${Ways} kiosk=${kiosk} words=${words} now=${now} />
  </main>`
}

function Slip({ ticket, agency, zone, words }) {
  const service = words.language === "en" ? ticket.service_name_en : ticket.service_name
  return html`<div class="ticket-shadow slip"><article class="ticket" data-tear=${innerWidth > innerHeight ? "down" : "across"}>
    <div class="slip-number">
      <p class="slip-label">${words("kiosk.your_number")}</p>
      <output class="slip-big">${ticket.number}</output>
      ${ticket.priority && html`<p class="chip"><${Icon} name="star" /> ${words("shared.priority")}</p>`}
      <h1>${unbroken(service)}</h1>
      <p class="soft">${agency?.short_name ?? ticket.agency_name}</p>
    </div>
    <div class="slip-rest">
      <dl>
        <dt>${words("kiosk.wait_at")}</dt><dd>${(words.language === "en" && zone?.name_en) || ticket.zone_name} · ${words("shared.floor", { floor: ticket.floor })}</dd>
        <dt>${words("kiosk.ahead_of_you")}</dt>
        <dd>${ticket.ahead === 0 ? words("kiosk.nobody_ahead") : words("shared.people", { count: ticket.ahead })}</dd>
        <dt>${words("kiosk.expected_wait")}</dt><dd>${waitText(words, ticket.wait)}</dd>
      </dl>
      <figure class="slip-code">
        <img src=${`/qr/${ticket.token}.svg`} alt="" width="260" height="260" />
        <figcaption><${Icon} name="smartphone" /> ${words("kiosk.follow_by_phone")}</figcaption>
      </figure>
    </div>
  </article></div>`
}

function Ways({ kiosk, words, now }) {
  const { visit } = kiosk
  const undo = undoLeft(visit, now)
  const left = resultLeft(visit, now)
  return html`<footer class="ways">
    ${undo > 0 && html`<button class="button" onClick=${() => kiosk.undo()}>
      <${Icon} name="undo-2" size="44px" /> ${words("kiosk.undo", { seconds: Math.ceil(undo / 1000) })}
    </button>`}
    <button class="button" data-kind="primary" onClick=${() => kiosk.act({ type: "end" })}>
      ${left === null ? words("kiosk.done") : words("kiosk.done_in", { seconds: Math.ceil(left / 1000) })}
    </button>
  </footer>`
}
