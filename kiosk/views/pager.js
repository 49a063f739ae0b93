/** Turning pages: two large buttons, and where one is; nothing when there is one page. */
import { Icon } from "/shared/icons.js"
import { html } from "/shared/vendor/preact.js"

export function Pager({ page, pages, words, turn }) {
  if (pages < 2) return null
  return html`<nav class="pager">
    <button class="button" data-kind="quiet" disabled=${page === 0} onClick=${() => turn(page - 1)}>
      <${Icon} name="chevron-left" size="44px" /> ${words("kiosk.page_before")}
    </button>
    <span class="pager-where">${words("kiosk.page_of", { page: page + 1, pages })}</span>
    <button class="button" data-kind="quiet" disabled=${page === pages - 1} onClick=${() => turn(page + 1)}>
      ${words("kiosk.page_after")} <${Icon} name="chevron-right" size="44px" />
    </button>
  </nav>`
}
