/** The foot: what to do when missed; or that news is late; and how to give this screen its voice. */
import { clock } from "/shared/format.js"
import { Icon } from "/shared/icons.js"
import { html } from "/shared/vendor/preact.js"

export function Foot({ display, words }) {
  const { connection, board, isHeard } = display
  const isStale = connection.state === "stale"
  return html`<footer class="foot" data-state=${isStale ? "stale" : "live"}>
    ${isStale
      ? html`<p role="status"><${Icon} name="refresh-cw" size="38px" /> ${words("shared.connection_stale", { time: clock(connection.since, board.mall.timezone) })}</p>`
      : html`<p>${words("display.missed_how")}</p>`}
    ${!isHeard && html`<p class="foot-sound"><${Icon} name="volume-x" size="38px" /> ${words("display.tap_for_sound")}</p>`}
  </footer>`
}
