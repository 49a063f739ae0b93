/** Starts the display: who am I, which zone, the words, then the page. */
import { createApi, Refusal } from "/shared/api.js"
import { deviceToken, forgetDevice } from "/shared/device.js"
import { fitStage, forbidGestures, stayAwake } from "/shared/stage.js"
import { html, render } from "/shared/vendor/preact.js"
import { loadWords } from "/shared/words.js"
import { Chime } from "./chime.js"
import { Display } from "./display.js"
import { Screen } from "./views/screen.js"

const DRAWN_FOR = { long: 1920, short: 1080 }
const RETRY_MS = 3000

fitStage(DRAWN_FOR)
forbidGestures()
stayAwake()
start()

async function start() {
  const address = new URLSearchParams(location.search)
  const language = address.get("lang") === "en" ? "en" : "id"
  document.documentElement.lang = language
  const api = createApi({ token: await deviceToken("display"), language })
  const leave = () => forgetDevice("display")
  const words = await untilAnswered(() => loadWords(["shared", "display"], language))
  const zone = address.get("zone") ?? await untilAnswered(() => ownZone(api, leave))
  const root = document.querySelector(".display")
  const chime = new Chime()
  const draw = (display) => render(html`<${Screen} display=${display} words=${words} />`, root)
  document.addEventListener("pointerdown", () => chime.wake())
  new Display({ api, zone, chime, draw, leave })
}

async function ownZone(api, leave) {
  try {
    return (await api.get("/device")).zone ?? null
  } catch (reason) {
    if (!(reason instanceof Refusal)) throw reason
    if (reason.status === 401) leave()
    return null
  }
}

async function untilAnswered(question) {
  for (;;) {
    try {
      return await question()
    } catch {
      await new Promise((done) => setTimeout(done, RETRY_MS))
    }
  }
}
