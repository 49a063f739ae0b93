// @ts-check
/** The blue bar of the staff pages: where one is, whether the news is fresh, the time, and the way out. */

import { html } from "/shared/vendor/preact.js"
import { clock } from "/shared/format.js"
import { LanguageChoice } from "./language_choice.js"
import { useHouse, useNow } from "./house.js"

/**
 * @param {{title: any, middle?: any, live: {state: string, since?: any}, zone?: string, onSignOut?: () => void}} props
 */
export function TopBar({ title, middle, live, zone, onSignOut }) {
  const { words, person, signOut } = useHouse()
  const now = useNow()
  return html`
    <header class="top-bar">
      <p class="top-bar-title">${title}</p>
      ${middle && html`<p class="top-bar-middle">${middle}</p>`}
      <div class="top-bar-end">
        <p class="connection" data-state=${live.state} role="status">
          <span class="connection-sign" aria-hidden="true"></span>${liveText(live, words, zone)}
        </p>
        <time class="top-bar-clock">${clock(new Date(now), zone)}</time>
        <details class="top-bar-person">
          <summary>${person.name}</summary>
          <div class="top-bar-menu">
            <p>${words(`door.role_${person.role}`)}</p>
            <${LanguageChoice} />
            <button type="button" class="button" onClick=${onSignOut ?? signOut}>${words("door.sign_out")}</button>
          </div>
        </details>
      </div>
    </header>`
}

function liveText(live, words, zone) {
  const time = live.since ? clock(live.since, zone) : ""
  return words(`shared.connection_${live.state}`, { time })
}
