/** One service to touch: its name, where it is, how busy; or why it gives no number now. */
import { busyLevel, opensText, reasonText, waitText } from "/shared/format.js"
import { Busy } from "/shared/busy.js"
import { html } from "/shared/vendor/preact.js"
import { fullName, tileName } from "../choices.js"
import { Fit } from "./fit.js"

/** @param {{ agency?: object, service: object, words: object, zone: string, take: () => void }} props without an agency its name is not repeated */
export function ServiceTile({ agency, service, words, zone, take }) {
  const name = agency ? tileName(service, words.language) : fullName(service, words.language)
  return html`<button class="tile" data-state=${service.open ? "open" : "closed"} disabled=${!service.open} onClick=${take}>
    <${Fit} class="tile-name" name=${name} />
    ${agency && html`<span class="tile-place">${agency.short_name} · ${words("shared.floor", { floor: agency.floor })}</span>`}
    <span class="tile-load">${service.open ? html`<${Load} ahead=${service.ahead} wait=${service.wait} words=${words} />`
      : html`<${Closed} place=${service} words=${words} zone=${zone} />`}</span>
  </button>`
}

/** People ahead and the wait, with the bars that say the same. */
export function Load({ ahead, wait, words }) {
  if (ahead === 0 && !wait) return html`<${Busy} level=${1} /><span>${words("kiosk.nobody_waits")}</span>`
  const people = words("shared.people", { count: ahead })
  return html`<${Busy} level=${busyLevel(wait, ahead)} />
    <span>${wait ? words("kiosk.people_and_wait", { people, wait: waitText(words, wait) }) : words("kiosk.people_wait", { people })}</span>`
}

/** Why there is no number now, and below it when there will be. */
export function Closed({ place, words, zone }) {
  return html`<span class="tile-closed">
    <span>${reasonText(words, place.reason)}</span>
    ${place.opens_at && html`<span class="tile-opens">${opensText(words, place.opens_at, zone)}</span>`}
  </span>`
}
