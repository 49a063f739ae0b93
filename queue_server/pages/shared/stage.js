// @ts-check
/** Fits a page drawn for one screen size to the glass it is really on: every length grows or shrinks alike. */

/**
 * @param {{ long: number, short: number }} drawn the sides, in px, the page was drawn for; portrait and landscape alike
 * @returns {() => void} stops
 */
export function fitStage({ long, short }) {
  const fit = () => {
    const [longer, shorter] = [Math.max(innerWidth, innerHeight), Math.min(innerWidth, innerHeight)]
    const scale = Math.min(longer / long, shorter / short)
    document.documentElement.style.setProperty("zoom", String(Math.max(0.3, scale)))
  }
  fit()
  window.addEventListener("resize", fit)
  return () => window.removeEventListener("resize", fit)
}

/** Keeps the glass awake, and asks again after it was hidden. Absent on plain HTTP in a LAN: then the system's own settings hold. */
export function stayAwake() {
  const ask = () => { if (document.visibilityState === "visible") navigator.wakeLock?.request("screen").catch(() => {}) }
  ask()
  document.addEventListener("visibilitychange", ask)
}

/** A public screen: no menu under a long press, no dragging, no selecting, no pinching. */
export function forbidGestures() {
  const stop = (/** @type {Event} */ event) => event.preventDefault()
  for (const name of ["contextmenu", "dragstart", "selectstart", "gesturestart"]) document.addEventListener(name, stop)
  document.addEventListener("wheel", (event) => { if (event.ctrlKey) event.preventDefault() }, { passive: false })
}
