// @ts-check
/** The supervisor's page: totals, agencies, counters, devices, and a number found by name. */

import { html, useCallback, useEffect, useRef, useState } from "/shared/vendor/preact.js"
import { connectLive } from "/shared/live.js"
import { Icon } from "/shared/icons.js"
import { useHouse } from "/shared/staff/house.js"
import { TopBar } from "/shared/staff/top_bar.js"
import { Agencies } from "./agencies.js"
import { Counters } from "./counters.js"
import { Devices } from "./devices.js"
import { FoundTicket } from "./found_ticket.js"
import { looksLikeNumber } from "./hall_view.js"
import { Totals } from "./totals.js"

/** The hall is fetched at most this often, however many facts come. Milliseconds. */
const READ_EVERY_MS = 1000

export function Dashboard() {
  const { words, api, person } = useHouse()
  const { hall, board, live, read } = useHall(api)
  const [search, setSearch] = useState("")
  if (!hall) return html`<p class="empty-note">${words("dashboard.one_moment")}</p>`

  const zone = board?.mall?.timezone
  const bound = person.agency ? hall.agencies[0]?.name : board?.mall?.name
  const title = html`<strong>${words("dashboard.title")}</strong> · ${bound ?? ""}`
  const isNumber = looksLikeNumber(search)
  const named = isNumber ? "" : search
  return html`
    <${TopBar} title=${title} live=${live} zone=${zone} />
    <main class="hall">
      <${Totals} hall=${hall} />
      <${Search} text=${search} onText=${setSearch} />
      ${isNumber && html`<${FoundTicket} text=${search} board=${board} zone=${zone} onDone=${read} />`}
      <div class="hall-columns">
        <${Agencies} hall=${hall} search=${named} zone=${zone} onDone=${read} />
        <div class="hall-side">
          <${Counters} hall=${hall} search=${named} zone=${zone} />
          ${hall.devices && html`<${Devices} hall=${hall} zone=${zone} />`}
        </div>
      </div>
    </main>`
}

function Search({ text, onText }) {
  const { words } = useHouse()
  return html`
    <label class="hall-search">
      <${Icon} name="search" size="24" />
      <span class="visually-hidden">${words("dashboard.search")}</span>
      <input value=${text} placeholder=${words("dashboard.search")} onInput=${(event) => onText(event.currentTarget.value)} type="search" />
    </label>`
}

/** The live figures: any fact of the hall fetches them again, at most once in a while. */
function useHall(api) {
  const [hall, setHall] = useState(null)
  const [board, setBoard] = useState(null)
  const [live, setLive] = useState({ state: "live" })
  const timer = useRef(null)
  const read = useCallback(() => {
    timer.current ??= setTimeout(async () => {
      await api.get("/hall").then(setHall, () => {})
      timer.current = null
    }, READ_EVERY_MS)
  }, [api])
  useEffect(() => {
    api.get("/hall").then(setHall, () => {})
    const onBoard = (next) => {
      setBoard(next)
      read()
    }
    const link = connectLive({ api, onBoard, onState: setLive, mayReload: () => !document.querySelector("dialog[open]") })
    const minute = setInterval(read, 30_000)
    return () => {
      link.close()
      clearInterval(minute)
      clearTimeout(timer.current)
    }
  }, [api, read])
  return { hall, board, live, read }
}
