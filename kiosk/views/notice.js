/** A short word over the screen after something happened; it goes by itself. */
import { closedText } from "/shared/format.js"
import { html } from "/shared/vendor/preact.js"

export function Notice({ notice, words, zone }) {
  const facts = notice.closed ? { closed: closedText(words, notice.closed, zone) } : notice.facts
  return html`<p class="notice" role="status">${words(notice.key, facts)}</p>`
}
