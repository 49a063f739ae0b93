/** All agencies, fifteen a page, the most wanted first. */
import { Busy } from "/shared/busy.js"
import { busyLevel, waitText } from "/shared/format.js"
import { html } from "/shared/vendor/preact.js"
import { AGENCIES_A_PAGE, agenciesNow, agencyName, loadOf, pageOf } from "../choices.js"
import { Fit } from "./fit.js"
import { Pager } from "./pager.js"
import { Closed } from "./service_tile.js"

const SHORT_NAME_FITS = 13

export function Agencies({ kiosk, words }) {
  const { visit, catalogue, order } = kiosk
  const room = visit.priority ? "less" : "more"
  const { shown, page, pages } = pageOf(agenciesNow(catalogue, order), visit.page, AGENCIES_A_PAGE)
  return html`<main class="body" data-screen="agencies">
    <ul class="agencies">
      ${shown.map((agency) => html`<li key=${agency.code}>
        <${AgencyTile} agency=${agency} room=${room} words=${words} zone=${catalogue.mall.timezone}
          choose=${() => kiosk.act({ type: "choose", agency: agency.code })} />
      </li>`)}
    </ul>
    <${Pager} page=${page} pages=${pages} words=${words} turn=${(to) => kiosk.act({ type: "turn", page: to })} />
  </main>`
}

function AgencyTile({ agency, room, words, zone, choose }) {
  const load = loadOf(agency)
  const name = agencyName(agency, words.language)
  return html`<button class="tile agency" data-name=${agency.short_name.length > SHORT_NAME_FITS ? "long" : "short"} data-state=${load.open ? "open" : "closed"} onClick=${choose}>
    <${Fit} class="agency-short" name=${agency.short_name} />
    ${name !== agency.short_name && html`<${Fit} class="agency-name" name=${name} room=${room} />`}
    <span class="tile-load">${load.open ? html`<${Waiting} load=${load} words=${words} />` : html`<${Closed} place=${load} words=${words} zone=${zone} />`}</span>
  </button>`
}

function Waiting({ load, words }) {
  if (load.ahead === 0) return html`<${Busy} level=${1} /><span>${words("kiosk.nobody_waits")}</span>`
  const how = load.wait ? waitText(words, load.wait) : words("shared.people", { count: load.ahead })
  return html`<${Busy} level=${busyLevel(load.wait, load.ahead)} /><span>${how}</span>`
}
