/** Kind words while the server does not answer: the kiosk goes on trying by itself. */
import { Icon } from "/shared/icons.js"
import { html } from "/shared/vendor/preact.js"

const WORDS_AFTER_MS = 300
const SLOW_AFTER_MS = 6000

/** Instead of the screen, while there is no connection. */
export function Trouble({ kiosk, words }) {
  const long = kiosk.connection.state === "cut"
  return html`<main class="trouble kawung" role="status">
    <${Icon} name=${long ? "armchair" : "hourglass"} size="150px" />
    <h1>${words(long ? "kiosk.trouble_long" : "kiosk.trouble")}</h1>
    <p>${words(long ? "kiosk.trouble_long_how" : "kiosk.trouble_how")}</p>
  </main>`
}

/** Over the screen, while a number is on its way. */
export function OneMoment({ asking, words, now }) {
  const waited = now - asking.since
  if (waited < WORDS_AFTER_MS) return html`<div class="veil" data-state="clear"></div>`
  return html`<div class="veil" role="status">
    <section class="card one-moment">
      <h2>${words("kiosk.one_moment")}</h2>
      <p>${words(waited < SLOW_AFTER_MS ? "kiosk.taking_number" : "kiosk.taking_number_slow")}</p>
    </section>
  </div>`
}
