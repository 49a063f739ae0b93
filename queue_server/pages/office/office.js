// @ts-check
/** The administrator's page: devices, and people. */

import { html, useCallback, useEffect, useState } from "/shared/vendor/preact.js"
import { connectLive } from "/shared/live.js"
import { Icon } from "/shared/icons.js"
import { useHouse } from "/shared/staff/house.js"
import { TopBar } from "/shared/staff/top_bar.js"
import { Devices } from "./devices.js"
import { People } from "./people.js"

const ROOMS = { devices: { icon: "monitor", Room: Devices }, people: { icon: "users", Room: People } }

/** Facts of devices fetch the list again; besides, every so often for who answers. Milliseconds. */
const READ_EVERY_MS = 15_000

export function Office() {
  const { words, api } = useHouse()
  const [room, setRoom] = useState(location.hash === "#people" ? "people" : "devices")
  const { board, live, devices, people, read } = useOffice(api)
  const choose = (name) => {
    history.replaceState(null, "", `#${name}`)
    setRoom(name)
  }
  const { Room } = ROOMS[room]
  return html`
    <${TopBar} title=${html`<strong>${words("office.title")}</strong> · ${board?.mall?.name ?? ""}`} live=${live} zone=${board?.mall?.timezone} />
    <main class="office">
      <nav class="rooms" aria-label=${words("office.title")}>
        ${Object.entries(ROOMS).map(([name, { icon }]) => html`
          <button type="button" class="room" key=${name} aria-current=${name === room ? "page" : null} onClick=${() => choose(name)}>
            <${Icon} name=${icon} size="22" />${words(`office.${name}`)}
          </button>`)}
        <a class="room room-away" href="/dashboard/"><${Icon} name="gauge" size="22" />${words("office.to_dashboard")}</a>
      </nav>
      <${Room} ...${{ board, devices, people, read }} />
    </main>`
}

function useOffice(api) {
  const [board, setBoard] = useState(null)
  const [live, setLive] = useState({ state: "live" })
  const [devices, setDevices] = useState(null)
  const [people, setPeople] = useState(null)
  const read = useCallback(() => {
    api.get("/devices").then((answer) => setDevices(answer.devices), () => {})
    api.get("/people").then((answer) => setPeople(answer.people), () => {})
  }, [api])
  useEffect(() => {
    read()
    const onBoard = (next, news) => {
      setBoard(next)
      if (news.some((fact) => fact.device)) read()
    }
    const link = connectLive({ api, onBoard, onState: setLive })
    const timer = setInterval(read, READ_EVERY_MS)
    return () => {
      clearInterval(timer)
      link.close()
    }
  }, [api, read])
  return { board, live, devices, people, read }
}
