/** Buttons, chips, cards, busy levels and waits, each in every state. */
import { Busy } from "/shared/busy.js"
import { closedText, waitShort, waitText } from "/shared/format.js"
import { Icon } from "/shared/icons.js"
import { html } from "/shared/vendor/preact.js"

const KINDS = ["primary", "quiet", "plain", "now", "alert"]
const CHIPS = [["calling", "now"], ["serving", undefined], ["ready", "idle"], ["paused", "paused"], ["closed", "offline"]]
const CHIP_ICONS = { calling: "megaphone", serving: "user", ready: "circle-check", paused: "circle-pause", closed: "lock" }
const WAITS = [{ low: 0, likely: 3, high: 5 }, { low: 15, likely: 20, high: 25 }, { low: 40, likely: 50, high: 60 }, { low: 30, likely: 30, high: 30 }, null]
const ZONE = "Asia/Jakarta"
const NOW = new Date("2026-11-24T09:41:00+07:00")
const CLOSED = [
  ["not_today", "2026-11-26T08:30:00+07:00"], ["before_hours", "2026-11-24T10:00:00+07:00"], ["break", "2026-11-24T13:00:00+07:00"],
  ["cutoff", "2026-11-25T08:00:00+07:00"], ["after_hours", "2026-11-25T08:00:00+07:00"], ["quota.full", "2026-11-25T08:00:00+07:00"],
  ["holiday", "2026-12-02T08:00:00+07:00"], ["special_date", null], ["service.closed_by_hand", null], ["archived", null],
]

export function Buttons({ words }) {
  return html`<section class="sheet-part">
    <h2>${words("patterns.buttons")}</h2>
    <div class="sheet-row">
      <button class="button">${words("patterns.sample_verb")}</button>
      ${KINDS.map((kind) => html`<button class="button" key=${kind} data-kind=${kind}><${Icon} name="bell" /> ${words("patterns.sample_verb")}</button>`)}
      <button class="button" data-kind="primary" disabled>${words("patterns.sample_verb")}</button>
    </div>
  </section>`
}

export function Chips({ words }) {
  return html`<section class="sheet-part">
    <h2>${words("patterns.states")}</h2>
    <div class="sheet-row">
      ${CHIPS.map(([desk, state]) => html`<span class="chip" key=${desk} data-state=${state}><${Icon} name=${CHIP_ICONS[desk]} /> ${words(`shared.desk_${desk}`)}</span>`)}
      <span class="chip"><${Icon} name="star" /> ${words("shared.priority")}</span>
      <span class="chip" data-state="alert"><${Icon} name="triangle-alert" /> ${words("shared.ticket_missed")}</span>
    </div>
    <div class="sheet-row">
      <p class="card">${words("patterns.sample_text")}</p>
      <p class="card" data-state="closed">${words("patterns.sample_text")}</p>
    </div>
  </section>`
}

export function Loads({ words }) {
  return html`<section class="sheet-part">
    <h2>${words("patterns.waits")}</h2>
    <ul class="sheet-row">${[1, 2, 3].map((level) => html`<li class="sheet-row" key=${level}><${Busy} level=${level} /> ${words("shared.people", { count: level * 6 - 5 })}</li>`)}</ul>
    <ul class="sheet-row">${WAITS.map((wait) => html`<li class="card" key=${waitText(words, wait)}>${waitText(words, wait)}<br />${waitShort(words, wait)}</li>`)}</ul>
    <ul class="sheet-row">${CLOSED.map(([reason, opens_at]) => html`<li class="card" data-state="closed" key=${reason}>${closedText(words, { reason, opens_at }, ZONE, NOW)}</li>`)}</ul>
  </section>`
}
