// @ts-check
/** The house's front door: one link to each screen, for whoever stands before it. */

import { html, render } from "/shared/vendor/preact.js"
import { Icon } from "/shared/icons.js"
import { loadWords } from "/shared/words.js"
import { House, chosenLanguage } from "/shared/staff/house.js"
import { LanguageChoice } from "/shared/staff/language_choice.js"

const ROOMS = [
  { name: "hall", screens: [{ page: "kiosk", icon: "ticket" }, { page: "display", icon: "monitor" }] },
  {
    name: "staff",
    screens: [
      { page: "console", icon: "megaphone" },
      { page: "dashboard", icon: "gauge" },
      { page: "office", icon: "key-round" },
    ],
  },
  { name: "builders", screens: [{ page: "patterns", icon: "layout-grid" }] },
]

async function open() {
  const language = chosenLanguage()
  const words = await loadWords(["shared", "door"], language)
  document.documentElement.lang = language
  document.title = words("door.title")
  const house = { words, language }
  render(html`<${House.Provider} value=${house}><${FrontDoor} words=${words} /><//>`, document.querySelector("#page"))
}

function FrontDoor({ words }) {
  return html`
    <header class="door-head kawung">
      <div class="door-wide door-head-row">
        <div>
          <h1 class="door-title"><img src="/shared/art/giliran.svg" alt="" width="52" height="52" />${words("shared.brand")}</h1>
          <p class="door-lead">${words("door.lead")}</p>
        </div>
        <${LanguageChoice} />
      </div>
    </header>
    <main class="door-wide door-rooms">
      ${ROOMS.map((room) => html`<${Room} key=${room.name} room=${room} words=${words} />`)}
    </main>`
}

function Room({ room, words }) {
  return html`
    <section class="door-room">
      <h2 class="door-room-name">${words(`door.room_${room.name}`)}</h2>
      <ul class="door-screens">
        ${room.screens.map(({ page, icon }) => html`
          <li key=${page}>
            <a class="door-screen" href=${`/${page}/`}>
              <span class="door-screen-sign"><${Icon} name=${icon} size="28" /></span>
              <span class="door-screen-name">${words(`door.screen_${page}`)}</span>
              <span class="door-screen-lead">${words(`door.screen_${page}_lead`)}</span>
            </a>
          </li>`)}
      </ul>
    </section>`
}

open()
