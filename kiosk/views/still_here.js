/** "Masih di sini?": asked after half a minute untouched; any touch is a yes. */
import { html } from "/shared/vendor/preact.js"

export function StillHere({ left, words }) {
  return html`<div class="veil" role="alertdialog" aria-label=${words("kiosk.still_here")}>
    <section class="card still-here">
      <h2>${words("kiosk.still_here")}</h2>
      <p>${words("kiosk.still_here_left", { count: Math.ceil(left / 1000) })}</p>
      <button class="button wide" data-kind="primary">${words("kiosk.still_here_yes")}</button>
    </section>
  </div>`
}
