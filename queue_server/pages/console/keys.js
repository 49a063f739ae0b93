// @ts-check
/** Listens to the keyboard for the desk: one hook, undone when the view goes. */

import { useEffect, useRef } from "/shared/vendor/preact.js"
import { intentOf, isMeant } from "./acts.js"

/** @param {(intent: string) => void} onIntent */
export function useKeys(onIntent) {
  const listener = useRef(onIntent)
  listener.current = onIntent
  useEffect(() => {
    let lastNextAt = null
    const onKey = (event) => {
      // What a dialog took for itself is done: it may have closed on that very key.
      if (event.defaultPrevented) return
      const intent = intentOf(event, whereabouts())
      if (!intent) return
      event.preventDefault()
      if (intent === "next") {
        const now = performance.now()
        const meant = isMeant(lastNextAt, now)
        lastNextAt = now
        if (!meant) return
      }
      listener.current(intent)
    }
    document.addEventListener("keydown", onKey)
    return () => document.removeEventListener("keydown", onKey)
  }, [])
}

/** What has the keyboard: a text field, a dialog, or a control reached by Tab. */
function whereabouts() {
  const at = document.activeElement
  return {
    typing: Boolean(at?.matches("input, textarea, select")),
    dialog: Boolean(document.querySelector("dialog[open]")),
    onControl: Boolean(at?.matches("button:focus-visible, a:focus-visible, summary:focus-visible")),
  }
}
