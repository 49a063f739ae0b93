/** Home, always live: the eight most wanted services, one touch each; and the way to all others. */
import { closedText } from "/shared/format.js"
import { Icon } from "/shared/icons.js"
import { html } from "/shared/vendor/preact.js"
import { mallClosed, popularNow } from "../choices.js"
import { ServiceTile } from "./service_tile.js"

export function Home({ kiosk, words }) {
  const { catalogue, order } = kiosk
  const closed = mallClosed(catalogue)
  return html`<main class="body" data-screen="home">
    <p class="lead">${closed ? words("kiosk.mall_closed", { closed: closedText(words, closed, catalogue.mall.timezone) }) : words("kiosk.popular")}</p>
    <ul class="tiles">
      ${popularNow(catalogue, order).map(({ agency, service }) => html`<li key=${service.code}>
        <${ServiceTile} agency=${agency} service=${service} words=${words} zone=${catalogue.mall.timezone}
          take=${() => kiosk.take(service)} />
      </li>`)}
    </ul>
    <button class="button wide" data-kind="primary" onClick=${() => kiosk.act({ type: "browse" })}>
      <${Icon} name="layout-grid" size="44px" /> ${words("kiosk.all_agencies", { count: catalogue.agencies.length })}
    </button>
  </main>`
}
