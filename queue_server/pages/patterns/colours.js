/** Colours by meaning, and the few sizes of type. */
import { html } from "/shared/vendor/preact.js"

const COLOURS = ["paper", "card", "closed", "serving", "deep", "calling", "idle", "paused", "alert", "offline"]

export function Colours({ words }) {
  return html`<section class="sheet-part">
    <h2>${words("patterns.colours")}</h2>
    <ul class="sheet-row">${COLOURS.map((colour) => html`<li class="swatch" key=${colour} data-colour=${colour}>${words(`patterns.colour_${colour}`)}</li>`)}</ul>
  </section>`
}

export function Type({ words }) {
  return html`<section class="sheet-part">
    <h2>${words("patterns.type")}</h2>
    <p class="type-number">1A-012 0O 1Il</p>
    <p class="type-head">${words("patterns.sample_head")}</p>
    <p>${words("patterns.sample_text")}</p>
    <p class="type-small">${words("patterns.sample_small")}</p>
  </section>`
}
