// Looks every second whether anything is new, and draws the page again only then.

const LOOK_EVERY = 1000
const shown = document.body.dataset.version

async function look() {
  try {
    const answer = await fetch("/version", { cache: "no-store" })
    if (answer.ok && (await answer.text()) !== shown) {
      location.reload()
      return
    }
  } catch {
    // The printer's process is gone; the last tickets stay on the page until it is back.
  }
  setTimeout(look, LOOK_EVERY)
}

setTimeout(look, LOOK_EVERY)
