// @ts-check
/** Hastens the phone page: asks every five seconds, redraws from the server's own page, vibrates at the call. */

const STALE_AFTER_MS = 15_000
const BUZZ_MS = [400, 200, 400, 200, 800]

const token = location.pathname.split("/").filter(Boolean).at(-1)
let etag = ""
let known = ""
let heardAt = Date.now()

/** Asks for the small document; the page is drawn again only when it changed. */
async function ask() {
  if (!document.body.dataset.askSeconds) return
  try {
    const answer = await fetch(`/api/v1/follow/${token}`, { cache: "no-store", headers: etag ? { "If-None-Match": etag } : {} })
    if (answer.ok || answer.status === 304 || answer.status === 404) heardAt = Date.now()
    if (answer.ok || answer.status === 404) {
      etag = answer.headers.get("ETag") ?? ""
      // The moment of the answer is no news.
      const told = JSON.stringify({ ...await answer.json(), at: null })
      if (told !== known) await redraw()
      known = told
    }
  } catch {
    // Out of reach for the moment: the line below says so when it lasts.
  }
  const stale = /** @type {HTMLElement|null} */ (document.querySelector("[data-stale]"))
  if (stale) stale.hidden = Date.now() - heardAt < STALE_AFTER_MS
}

/** Takes the page as the server draws it now, and puts its body in the place of ours. */
async function redraw() {
  const answer = await fetch(location.href, { cache: "no-store" })
  const page = new DOMParser().parseFromString(await answer.text(), "text/html")
  if (!page.body.classList.contains("phone")) return
  const before = document.body.dataset.state
  document.title = page.title
  document.body.replaceWith(document.adoptNode(page.body))
  if (before !== "called" && document.body.dataset.state === "called") navigator.vibrate?.(BUZZ_MS)
  stayAwake()
}

/** Keeps the screen on while the turn is near. */
async function stayAwake() {
  const isNear = ["nearly", "called"].includes(document.body.dataset.state ?? "")
  if (!isNear || document.visibilityState !== "visible") return
  await navigator.wakeLock?.request("screen").catch(() => {})
}

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "visible") return
  stayAwake()
  ask()
})
if (document.body.dataset.askSeconds) setInterval(ask, Number(document.body.dataset.askSeconds) * 1000)
stayAwake()
