/** The top: whose house this is, the time, and the one question of this screen. */
import { clock, dayShort, mallShort, serverNow } from "/shared/format.js"
import { Icon } from "/shared/icons.js"
import { html } from "/shared/vendor/preact.js"
import { agencyName } from "../choices.js"

export function Header({ kiosk, words }) {
  const { visit, catalogue } = kiosk
  const { name, timezone } = catalogue.mall
  const agency = catalogue.agencies.find(({ code }) => code === visit.agency)
  return html`<header class="header kawung" data-screen=${visit.screen}>
    <p class="header-house">
      <span>${mallShort(name)}</span>
      <span>${dayShort(serverNow(), timezone, words.language)} <strong>${clock(serverNow(), timezone)}</strong></span>
    </p>
    <div class="header-question">
      ${visit.screen !== "home" && html`<${Back} words=${words} screen=${visit.screen} back=${() => kiosk.act({ type: "back" })} />`}
      <h1>${title(visit, agency, words)}</h1>
    </div>
    ${agency && html`<p class="header-place">${place(agency, words)}</p>`}
  </header>`
}

function Back({ words, screen, back }) {
  return html`<button class="header-back" onClick=${back}>
    <${Icon} name="arrow-left" size="40px" /> ${words(screen === "services" ? "kiosk.back_to_agencies" : "kiosk.back_home")}
  </button>`
}

function title(visit, agency, words) {
  if (visit.screen === "home") return words("kiosk.what_today")
  return agency ? agency.short_name : words("kiosk.choose_agency")
}

function place(agency, words) {
  const name = agencyName(agency, words.language)
  const floor = words("shared.floor", { floor: agency.floor })
  return name === agency.short_name ? floor : `${name} · ${floor}`
}
