/** Every icon there is, with its name. */
import { Icon, iconNames } from "/shared/icons.js"
import { html } from "/shared/vendor/preact.js"

export function Icons({ words }) {
  return html`<section class="sheet-part">
    <h2>${words("patterns.icons")}</h2>
    <ul class="icons">${iconNames().map((name) => html`<li key=${name}><${Icon} name=${name} size="32px" />${name}</li>`)}</ul>
  </section>`
}
