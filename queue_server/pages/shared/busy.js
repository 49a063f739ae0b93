// @ts-check
/** The busy level: three bars, to stand beside words that say the same. */
import { html } from "./vendor/preact.js"

/** @param {{ level: 1 | 2 | 3 }} props */
export function Busy({ level }) {
  return html`<span class="busy" data-level=${level} aria-hidden="true">
    ${[1, 2, 3].map((bar) => html`<i key=${bar} data-on=${bar <= level ? "" : undefined} />`)}
  </span>`
}
