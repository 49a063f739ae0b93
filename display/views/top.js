/** The top line: where this is, whose house, what time. */
import { clock, dayShort, mallShort } from "/shared/format.js"
import { html } from "/shared/vendor/preact.js"
import { zoneName } from "./zone_name.js"

export function Top({ mall, zone, now, words }) {
  return html`<header class="top">
    <span>${zone ? zoneName(zone, words) : words("display.whole_hall")}</span>
    <span>${mallShort(mall.name)}</span>
    <span>${dayShort(now, mall.timezone, words.language)} <time class="top-time">${clock(now, mall.timezone)}</time></span>
  </header>`
}
