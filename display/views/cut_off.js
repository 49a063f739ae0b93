/** Cut off for a minute: no old number is left standing as a new one. */
import { clock } from "/shared/format.js"
import { Icon } from "/shared/icons.js"
import { html } from "/shared/vendor/preact.js"

const ZONE_UNTOLD = "Asia/Jakarta"

export function CutOff({ since, mall, words }) {
  return html`<main class="cut-off kawung" role="status">
    <${Icon} name="wifi-off" size="140px" />
    <h1>${words("display.cut_off")}</h1>
    <p>${words("display.cut_off_how")}</p>
    <p class="soft">${words("display.cut_off_since", { time: clock(since, mall?.timezone ?? ZONE_UNTOLD) })}</p>
  </main>`
}
