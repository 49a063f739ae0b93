// @ts-check
/** One agency opened: its lines, and under each its services with their switch. */

import { html, useState } from "/shared/vendor/preact.js"
import { clock, closedText, waitText } from "/shared/format.js"
import { Icon } from "/shared/icons.js"
import { useHouse } from "/shared/staff/house.js"
import { levelOf } from "./hall_view.js"
import { Level } from "./level.js"
import { ServiceDialog } from "./service_dialog.js"

export function AgencyLines({ agency, zone, onDone }) {
  const { words } = useHouse()
  const [asked, setAsked] = useState(null)
  return html`
    <p class="agency-full">${agency.name}</p>
    ${agency.lines.map((line) => html`
      <section class="line" key=${line.code} data-level=${levelOf(line)}>
        <header class="line-head">
          <h3><span class="line-code">${line.code}</span>${line.name}</h3>
          <${Level} level=${levelOf(line)} />
          <p class="line-figures">${lineFigures(line, words)}</p>
        </header>
        <ul class="services">
          ${line.services.map((service) => html`
            <${Service} key=${service.code} service=${service} zone=${zone} onAsk=${(act) => setAsked({ service, act })} />`)}
        </ul>
      </section>`)}
    ${asked && html`<${ServiceDialog} ...${asked} zone=${zone} onClose=${() => setAsked(null)} onDone=${onDone} />`}`
}

function Service({ service, zone, onAsk }) {
  const { words, language, person } = useHouse()
  const maySwitch = person.role !== "receptionist"
  const name = language === "en" && service.name_en ? service.name_en : service.name
  return html`
    <li class="service" data-open=${service.open ? "yes" : "no"}>
      <${Icon} name=${service.open ? "circle-check" : "circle-x"} size="20" />
      <span class="service-name">${name}</span>
      <span class="service-state">${stateText(service, words, zone)}</span>
      ${maySwitch && html`
        <span class="service-acts">
          ${service.override && html`<button type="button" class="small-act" onClick=${() => onAsk("automatic")}>${words("dashboard.to_schedule")}</button>`}
          <button type="button" class="small-act" onClick=${() => onAsk(service.open ? "close" : "open")}>
            ${words(service.open ? "dashboard.close_service" : "dashboard.open_service")}
          </button>
        </span>`}
    </li>`
}

function stateText(service, words, zone) {
  const { override } = service
  if (override) {
    const key = override.open ? "dashboard.opened_by_hand" : "dashboard.closed_by_hand"
    const until = override.until ? words("dashboard.until", { time: clock(override.until, zone) }) : words("dashboard.until_changed")
    return words(key, { reason: override.reason, until })
  }
  if (!service.open) return closedText(words, service, zone)
  return service.waiting ? words("dashboard.waiting_count", { count: service.waiting }) : ""
}

function lineFigures(line, words) {
  const figures = [words("dashboard.waiting_count", { count: line.waiting })]
  if (line.longest_wait_minutes !== null) figures.push(words("dashboard.longest", { count: line.longest_wait_minutes }))
  figures.push(words("dashboard.open_counters", { count: line.open_counters }))
  if (line.waiting && line.wait) figures.push(words("dashboard.wait_now", { wait: waitText(words, line.wait) }))
  figures.push(words("dashboard.finished_missed", { finished: line.finished, missed: line.missed }))
  return figures.join(" · ")
}
