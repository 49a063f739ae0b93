/** The bottom bar, within reach of everyone: priority and language. */
import { Icon } from "/shared/icons.js"
import { html } from "/shared/vendor/preact.js"

export function Bar({ kiosk, words }) {
  const { visit } = kiosk
  const other = visit.language === "id" ? "en" : "id"
  return html`<footer class="bar">
    ${visit.priority && html`<p class="bar-priority" role="status">
      <${Icon} name="star" size="44px" /><span>${words("kiosk.priority_on")}</span>
    </p>`}
    <div class="bar-buttons">
      <button class="button" aria-pressed=${visit.priority} onClick=${() => kiosk.act({ type: "prioritise", priority: !visit.priority })}>
        <${Icon} name=${visit.priority ? "x" : "star"} size="44px" />
        ${words(visit.priority ? "kiosk.priority_leave" : "kiosk.priority_need")}
      </button>
      <button class="button" lang=${other} onClick=${() => kiosk.act({ type: "speak", language: other })}>
        <${Icon} name="languages" size="44px" /> ${words("kiosk.other_language")}
      </button>
    </div>
  </footer>`
}
