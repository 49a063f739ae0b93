// @ts-check
/** Beside the desk: who waits in calling order, who is parked, who missed the call. */

import { html } from "/shared/vendor/preact.js"
import { Icon } from "/shared/icons.js"
import { useHouse } from "/shared/staff/house.js"
import { parkWords, whyText } from "./reasons.js"

export function Lists({ view, commander, zone }) {
  const { words } = useHouse()
  const idle = view.state === "ready" && !commander.state.sending
  return html`
    <aside class="lists">
      <${List} name="waiting" rows=${view.waiting} count=${view.waitingCount}>${(row) => html`<${Waiting} row=${row} zone=${zone} />`}<//>
      <${List} name="parked" rows=${view.parked}>
        ${(row) => html`<${Parked} row=${row} act=${idle && (() => commander.send("resume", { ticket: row.id }))} />`}
      <//>
      <${List} name="missed" rows=${view.missed}>
        ${(row) => html`<${Missed} row=${row}
          call=${idle && (() => commander.send("call", { ticket: row.id, reason: words("console.reason_came_back") }))}
          back=${() => commander.send("return", { ticket: row.id })} />`}
      <//>
    </aside>`
}

function List({ name, rows, count = rows.length, children }) {
  const { words } = useHouse()
  return html`
    <section class="list" data-name=${name}>
      <h2 class="list-head"><span>${words(`console.list_${name}`)}</span><span>${count}</span></h2>
      ${rows.length === 0 && html`<p class="list-empty">${words(`console.list_${name}_empty`)}</p>`}
      <ol>${rows.map((row) => html`<li class="row" key=${row.id}>${children(row)}</li>`)}</ol>
    </section>`
}

function Waiting({ row, zone }) {
  const { words, language } = useHouse()
  const service = language === "en" ? row.service_name_en : row.service_name
  const why = whyText(words, row.why, zone)
  return html`
    <span class="row-number">${row.number}</span>
    <span class="row-what" title=${service}>
      ${row.priority && html`<${Icon} name="star" size="18" label=${words("shared.priority")} />`}
      <span class="row-name">${service}</span>
    </span>
    <span class="row-minutes">${row.minutes === 0 ? words("console.just_now") : words("shared.minutes_short", { count: row.minutes })}</span>
    ${why && html`<small class="row-why">${why}</small>`}`
}

function Parked({ row, act }) {
  const { words } = useHouse()
  return html`
    <span class="row-number">${row.number}</span>
    <span class="row-what"><span class="row-name">${parkWords(words, row.park_reason)}</span></span>
    <span class="row-end">
      <span class="row-minutes">${words("shared.minutes_short", { count: row.minutes })}</span>
      <button type="button" class="row-act" disabled=${!act} onClick=${act || null}>${words("console.resume")}</button>
    </span>`
}

function Missed({ row, call, back }) {
  const { words } = useHouse()
  const left = row.left === null ? "" : words(row.left > 0 ? "console.come_back_left" : "console.come_back_over", { count: row.left })
  return html`
    <span class="row-number">${row.number}</span>
    <span class="row-what" data-state=${row.soonOver ? "soon" : "calm"}><span class="row-name">${left}</span></span>
    <span class="row-end">
      <button type="button" class="row-act" onClick=${back}>${words("console.back_in_line")}</button>
      <button type="button" class="row-act" disabled=${!call} onClick=${call || null}>${words("console.call")}</button>
    </span>`
}
