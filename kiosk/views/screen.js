/** The whole glass: which screen is up, what lies over it. */
import { html } from "/shared/vendor/preact.js"
import { noticeNow, stillHereLeft } from "../visit.js"
import { Agencies } from "./agencies.js"
import { Bar } from "./bar.js"
import { Header } from "./header.js"
import { Home } from "./home.js"
import { Notice } from "./notice.js"
import { Result } from "./result.js"
import { Services } from "./services.js"
import { StillHere } from "./still_here.js"
import { OneMoment, Trouble } from "./trouble.js"

const SCREENS = { home: Home, agencies: Agencies, services: Services }

export function Screen({ kiosk, words, now }) {
  const { visit, catalogue, connection } = kiosk
  document.documentElement.lang = words.language
  if (visit.screen === "result") return html`<${Result} kiosk=${kiosk} words=${words} now=${now} />`
  if (!catalogue || connection.state !== "live") return html`<${Trouble} kiosk=${kiosk} words=${words} />`
  const left = stillHereLeft(visit, now)
  const notice = noticeNow(visit, now)
  const Body = SCREENS[visit.screen]
  return html`
    <${Header} kiosk=${kiosk} words=${words} />
    <${Body} kiosk=${kiosk} words=${words} />
    <${Bar} kiosk=${kiosk} words=${words} />
    ${notice && html`<${Notice} notice=${notice} words=${words} zone=${catalogue.mall.timezone} />`}
    ${left !== null && html`<${StillHere} left=${left} words=${words} />`}
    ${visit.asking && html`<${OneMoment} asking=${visit.asking} words=${words} now=${now} />`}
  `
}
