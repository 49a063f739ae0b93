/** The call being made: the number, as large as it goes, and its counter; on the amber ticket. */
import { html } from "/shared/vendor/preact.js"
import { zoneName } from "./zone_name.js"

const NUMBER_FITS = 6
const AGENCY_FITS = 11

export function Hero({ call, board, zone, words }) {
  const agency = board.agencies.find(({ code }) => code === call.agency)
  const callZone = board.zones.find(({ code }) => code === call.zone)
  const name = agency?.short_name ?? call.agency
  return html`<section class="hero" role="status" aria-live="polite"><div class="ticket" data-tear="down" data-state="called">
    <div class="hero-number">
      <p>${words("display.number_called")}</p>
      <output data-length=${call.number.length > NUMBER_FITS ? "long" : "short"}>${call.number}</output>
      ${!zone && callZone && html`<p class="hero-zone">${zoneName(callZone, words)}</p>`}
    </div>
    <div class="hero-counter">
      <p>${words("display.to_counter")}</p>
      <output data-length=${call.counter_number.length > 2 ? "long" : "short"}>${call.counter_number}</output>
      <p data-length=${name.length > AGENCY_FITS ? "long" : "short"}>${name}</p>
    </div>
  </div></section>`
}
