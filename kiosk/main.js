/** Starts the kiosk: who am I, both languages, then the page. */
import { createApi } from "/shared/api.js"
import { deviceToken, forgetDevice } from "/shared/device.js"
import { fitStage, forbidGestures, stayAwake } from "/shared/stage.js"
import { html, render } from "/shared/vendor/preact.js"
import { loadWords } from "/shared/words.js"
import { Kiosk } from "./kiosk.js"
import { Screen } from "./views/screen.js"

const DRAWN_FOR = { long: 1920, short: 1080 }
const ROOMS = ["shared", "kiosk"]
const RETRY_MS = 3000

fitStage(DRAWN_FOR)
forbidGestures()
stayAwake()
start()

async function start() {
  const token = await deviceToken("kiosk")
  const [[id, en]] = await Promise.all([bothLanguages(), lettersReady()])
  const root = document.querySelector(".kiosk")
  const draw = (kiosk) => render(html`<${Screen} kiosk=${kiosk} words=${kiosk.visit.language === "en" ? en : id} now=${Date.now()} />`, root)
  const kiosk = new Kiosk({ api: createApi({ token }), draw, leave: () => forgetDevice("kiosk") })
  document.addEventListener("pointerdown", () => kiosk.touched(), { capture: true })
}

async function bothLanguages() {
  for (;;) {
    try {
      return await Promise.all([loadWords(ROOMS, "id"), loadWords(ROOMS, "en")])
    } catch {
      await new Promise((done) => setTimeout(done, RETRY_MS))
    }
  }
}

/** Names are measured to fit, so the letters must be here first. */
const lettersReady = () => Promise.all(["400", "750"].map((weight) => document.fonts.load(`${weight} 32px "Atkinson Hyperlegible Next"`))).catch(() => null)
