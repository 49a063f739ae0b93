// @ts-check
/** The officer's page: no counter yet, or the desk; kept fresh by the hall's facts. */

import { html, useEffect, useMemo, useRef, useState } from "/shared/vendor/preact.js"
import { requestKey } from "/shared/api.js"
import { connectLive } from "/shared/live.js"
import { useHouse } from "/shared/staff/house.js"
import { ChooseCounter } from "./choose_counter.js"
import { Commander } from "./commander.js"
import { Desk } from "./desk.js"
import { deservesTick, touches } from "./desk_view.js"
import { tick } from "./tick.js"

/** Facts come in bursts; the desk is fetched once for all of a burst. Milliseconds. */
const READ_AFTER_MS = 120

export function Console() {
  const { api } = useHouse()
  const [state, setState] = useState(null)
  const commander = useMemo(() => new Commander({ api, tell: setState, newKey: requestKey }), [api])
  const { board, live } = useHall(api, commander)
  useTick(state?.desk)
  useEffect(() => {
    commander.read()
  }, [commander])

  if (!state || state.desk === undefined) return null
  const zone = board?.mall?.timezone
  if (!state.desk) return html`<${ChooseCounter} ...${{ state, commander, live, zone }} />`
  return html`<${Desk} ...${{ state, commander, live, zone, board }} />`
}

/** The hall's board and the connection; each fact that touches the desk fetches it again. */
function useHall(api, commander) {
  const [board, setBoard] = useState(null)
  const [live, setLive] = useState({ state: "live" })
  useEffect(() => {
    let timer = null
    const readSoon = () => {
      timer ??= setTimeout(() => {
        timer = null
        commander.read()
      }, READ_AFTER_MS)
    }
    const link = connectLive({
      api,
      onBoard: (next, news) => {
        setBoard(next)
        const { desk } = commander.state
        const other = !desk && news.some((fact) => fact.desk)
        if (news.length === 0 || other || (desk && touches(desk, news))) readSoon()
      },
      onState: setLive,
      mayReload: () => !commander.state.desk?.ticket && !commander.state.sending,
    })
    return () => {
      clearTimeout(timer)
      link.close()
    }
  }, [api, commander])
  return { board, live }
}

function useTick(desk) {
  const before = useRef(null)
  useEffect(() => {
    if (deservesTick(before.current, desk)) tick()
    before.current = desk
  }, [desk])
}
