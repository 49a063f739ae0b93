/** The services of one agency, eight a page; one touch gives the number. */
import { closedText } from "/shared/format.js"
import { html } from "/shared/vendor/preact.js"
import { loadOf, pageOf, SERVICES_A_PAGE, servicesOf } from "../choices.js"
import { Pager } from "./pager.js"
import { ServiceTile } from "./service_tile.js"

export function Services({ kiosk, words }) {
  const { visit, catalogue } = kiosk
  const services = servicesOf(catalogue, visit.agency)
  const load = loadOf({ services })
  const { shown, page, pages } = pageOf(services, visit.page, SERVICES_A_PAGE)
  return html`<main class="body" data-screen="services">
    <p class="lead">${load.open ? words("kiosk.choose_service") : words("kiosk.mall_closed", { closed: closedText(words, load, catalogue.mall.timezone) })}</p>
    <ul class="services">
      ${shown.map((service) => html`<li key=${service.code}>
        <${ServiceTile} service=${service} words=${words} zone=${catalogue.mall.timezone} take=${() => kiosk.take(service)} />
      </li>`)}
    </ul>
    <${Pager} page=${page} pages=${pages} words=${words} turn=${(to) => kiosk.act({ type: "turn", page: to })} />
  </main>`
}
