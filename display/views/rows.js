/** The last calls, newest first, each with its age. */
import { minutesSince } from "/shared/format.js"
import { html } from "/shared/vendor/preact.js"

const LONGEST = 15

export function Rows({ calls, display, now, words }) {
  const { board, turns } = display
  const waitsForHero = new Set(turns.queue.map(({ ticket }) => ticket))
  return html`<ol class="rows" aria-label=${words("display.last_calls")}>
    ${calls.map((call) => html`<li class="row" key=${call.ticket} data-state=${waitsForHero.has(call.ticket) ? "next" : "past"}>
      <output class="row-number">${call.number}</output>
      <span class="row-counter">${words("shared.counter", { number: call.counter_number })}</span>
      <${Agency} name=${board.agencies.find(({ code }) => code === call.agency)?.short_name ?? call.agency} />
      <span class="row-age">${age(call, display, now, words)}</span>
    </li>`)}
  </ol>`
}

function Agency({ name }) {
  return html`<span class="row-agency" data-length=${name.length > LONGEST ? "longest" : "short"}>${name}</span>`
}

function age(call, display, now, words) {
  if (display.stateOf(call.ticket) === "missed") return words("display.missed")
  const minutes = minutesSince(call.at, now)
  return minutes === 0 ? words("display.new") : words("shared.minutes_short", { count: minutes })
}
