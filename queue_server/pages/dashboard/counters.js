// @ts-check
/** Every counter as a small tile: number, state by colour, sign and word, the officer, the ticket, the minutes. */

import { html } from "/shared/vendor/preact.js"
import { minutesSince } from "/shared/format.js"
import { Icon } from "/shared/icons.js"
import { useHouse } from "/shared/staff/house.js"
import { counterTiles, nameInBrief } from "./hall_view.js"

const SIGNS = { ready: "circle", calling: "megaphone", serving: "user", paused: "circle-pause", closed: "lock" }

export function Counters({ hall, search }) {
  const { words } = useHouse()
  const tiles = counterTiles(hall, { search })
  const agencies = [...new Set(tiles.map((desk) => desk.agencyName))]
  return html`
    <section class="panel">
      <h2 class="panel-title">${words("dashboard.counters")}</h2>
      ${agencies.map((name) => html`
        <div class="desk-group" key=${name}>
          <h3 class="desk-agency">${name}</h3>
          <ul class="desk-tiles">
            ${tiles.filter((desk) => desk.agencyName === name).map((desk) => html`<${Tile} key=${desk.counter} desk=${desk} />`)}
          </ul>
        </div>`)}
      ${tiles.length === 0 && html`<p class="empty-note">${words("dashboard.nothing_found")}</p>`}
    </section>`
}

function Tile({ desk }) {
  const { words } = useHouse()
  const state = words(`shared.desk_${desk.state}`)
  const isOpen = desk.state !== "closed"
  const minutes = desk.since ? words("shared.minutes_short", { count: minutesSince(desk.since) }) : ""
  return html`
    <li class="desk-tile" data-state=${desk.state} title=${desk.officer ?? ""}>
      <span class="desk-number">${desk.number}</span>
      <span class="desk-state"><${Icon} name=${SIGNS[desk.state]} size="16" />${desk.number_in_hand ?? state}</span>
      ${isOpen && html`<span class="desk-minutes">${minutes}</span><span class="desk-officer">${nameInBrief(desk.officer)}</span>`}
      ${desk.number_in_hand && html`<span class="visually-hidden">${state}</span>`}
    </li>`
}
