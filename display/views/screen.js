/** The whole screen: top, the call and the last calls, the agencies, the foot; or an honest word when it is cut off. */
import { serverNow } from "/shared/format.js"
import { html } from "/shared/vendor/preact.js"
import { agenciesOf, closedHere, rowsOf } from "../hall.js"
import { Agencies } from "./agencies.js"
import { CutOff } from "./cut_off.js"
import { Foot } from "./foot.js"
import { Hero } from "./hero.js"
import { Idle } from "./idle.js"
import { Rows } from "./rows.js"
import { Top } from "./top.js"

export function Screen({ display, words }) {
  const { board, turns, connection, zone, calls } = display
  if (connection.state === "cut") return html`<${CutOff} since=${connection.since} mall=${board.mall} words=${words} />`
  if (!board.mall) return html`<${Idle} closed=${null} mall=${null} words=${words} />`
  const agencies = agenciesOf(board, zone)
  const now = serverNow()
  return html`
    <${Top} mall=${board.mall} zone=${zone} now=${now} words=${words} />
    <main class="hall">
      <section class="calls">
        ${turns.current
          ? html`<${Hero} key=${turns.current.call.seq} call=${turns.current.call} board=${board} zone=${zone} words=${words} />`
          : html`<${Idle} closed=${closedHere(board, agencies)} mall=${board.mall} words=${words} />`}
        <${Rows} calls=${rowsOf(calls, turns.current, now.getTime())} display=${display} now=${now} words=${words} />
      </section>
      <${Agencies} agencies=${agencies} display=${display} words=${words} />
    </main>
    <${Foot} display=${display} words=${words} />
  `
}
