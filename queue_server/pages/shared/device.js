// @ts-check
/** Who this screen is: its token from the address or from before, or a pairing with an administrator's help. */
import { createApi, Refusal } from "./api.js"
import { html, render } from "./vendor/preact.js"
import { loadWords } from "./words.js"

const POLL_MS = 2000
const RETRY_MS = 3000

/**
 * The token from `#token=…` (kept, and removed from the address), or kept from before, or from a pairing shown on screen.
 * @param {"kiosk" | "display" | "printer" | "survey"} kind
 * @returns {Promise<string>} resolves once there is one
 */
export async function deviceToken(kind) {
  const given = new URLSearchParams(location.hash.slice(1)).get("token")
  if (given) {
    keep(kind, given)
    history.replaceState(null, "", location.pathname + location.search)
  }
  return localStorage.getItem(place(kind)) ?? pair(kind)
}

/**
 * The token is no longer welcome: forget it and begin again, with a pairing.
 * @param {string} kind
 */
export function forgetDevice(kind) {
  localStorage.removeItem(place(kind))
  location.reload()
}

/** @param {"kiosk" | "display" | "printer" | "survey"} kind */
async function pair(kind) {
  const api = createApi()
  const words = await untilAnswered(() => loadWords(["shared"], "id"))
  const root = document.body.appendChild(document.createElement("main"))
  root.className = "pairing-place"
  try {
    for (;;) {
      const pairing = await untilAnswered(() => api.post("/devices/pairing", { kind }))
      render(html`<${PairingView} words=${words} kind=${kind} code=${pairing.code} />`, root)
      const token = await settled(api, pairing.poll_token)
      if (token) return keep(kind, token)
    }
  } finally {
    render(null, root)
    root.remove()
  }
}

/** @param {{ words: import("./words.js").Words, kind: string, code: string }} props */
export function PairingView({ words, kind, code }) {
  return html`<section class="pairing" aria-live="polite">
    <h1>${words("shared.pairing_title")}</h1>
    <output class="pairing-code">${code}</output>
    <p class="soft">${words("shared.pairing_how", { kind: words(`shared.device_${kind}`) })}</p>
  </section>`
}

/**
 * @param {import("./api.js").Api} api
 * @param {string} pollToken
 * @returns {Promise<string | null>} null when the code has expired
 */
async function settled(api, pollToken) {
  for (;;) {
    await pause(POLL_MS)
    const answer = await untilAnswered(() => api.post("/devices/pairing/poll", { poll_token: pollToken }).catch(orGone))
    if (answer.state === "paired") return answer.token
    if (answer.state !== "waiting") return null
  }
}

/**
 * @template T
 * @param {() => Promise<T>} question
 * @returns {Promise<T>} asked until it is answered
 */
async function untilAnswered(question) {
  for (;;) {
    try {
      return await question()
    } catch {
      await pause(RETRY_MS)
    }
  }
}

/**
 * A code the server no longer knows has expired; "too many at once" is a reason to ask again.
 * @param {unknown} reason
 */
function orGone(reason) {
  if (reason instanceof Refusal && reason.status !== 429) return { state: "expired" }
  throw reason
}

/**
 * @param {string} kind
 * @param {string} token
 */
function keep(kind, token) {
  localStorage.setItem(place(kind), token)
  return token
}

/** @param {string} kind */
const place = (kind) => `giliran.${kind}.token`

/** @param {number} ms */
const pause = (ms) => new Promise((done) => setTimeout(done, ms))
