/** All agencies, fifteen a page, the most wanted first. */
import { closedText } from "/shared/format.js"
import { html } from "/shared/vendor/preact.js"
import { AGENCIES_A_PAGE, agenciesNow, loadOf, pageOf } from "../choices.js"
import { Pager } from "./pager.js"
import { Load } from "./service_tile.js"

const SHORT_NAME_FITS = 13

export function Agencies({ kiosk, words }) {
  const { visit, catalogue, order } = kiosk
  const { shown, page, pages } = pageOf(agenciesNow(catalogue, order), visit.page, AGENCIES_A_PAGE)
  return html`<main class="body" data-screen="agencies">
    <ul class="agencies">
      ${shown.map((agency) => html`<li key=${agency.code}>
        <${AgencyTile} agency=${agency} words=${words} zone=${catalogue.mall.timezone}
          choose=${() => kiosk.act({ type: "choose", agency: agency.code })} />
      </li>`)}
    </ul>
    <${Pager} page=${page} pages=${pages} words=${words} turn=${(to) => kiosk.act({ type: "turn", page: to })} />
  </main>`
}

function AgencyTile({ agency, words, zone, choose }) {
  const load = loadOf(agency)
  const name = words.language === "en" ? agency.name_en : agency.name
  return html`<button class="tile agency" data-state=${load.open ? "open" : "closed"} onClick=${choose}>
    <span class="agency-short" data-length=${agency.short_name.length > SHORT_NAME_FITS ? "long" : "short"}>${agency.short_name}</span>
    ${name !== agency.short_name && html`<span class="agency-name">${name}</span>`}
    <span class="tile-load">${load.open ? html`<${Load} ahead=${load.ahead} wait=${null} words=${words} />` : closedText(words, load, zone)}</span>
  </button>`
}
