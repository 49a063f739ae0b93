/** Nobody is being called: a calm word, or when the hall opens again. */
import { opensText } from "/shared/format.js"
import { Icon } from "/shared/icons.js"
import { html } from "/shared/vendor/preact.js"

export function Idle({ closed, mall, words }) {
  return html`<section class="idle kawung">
    <${Icon} name=${closed ? "moon" : "ticket"} size="96px" />
    <h1>${words(closed ? "display.closed" : "display.please_wait")}</h1>
    <p>${closed?.opens_at ? words("display.opens_again", { opens: opensText(words, closed.opens_at, mall.timezone) })
      : words(closed ? "display.thanks" : "display.please_wait_how")}</p>
  </section>`
}
