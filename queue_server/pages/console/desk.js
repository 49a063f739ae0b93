// @ts-check
/** The open desk: the number in hand, the one big button, the other acts, and who waits. */

import { html, useState } from "/shared/vendor/preact.js"
import { serverNow } from "/shared/format.js"
import { useHouse, useNow } from "/shared/staff/house.js"
import { TopBar } from "/shared/staff/top_bar.js"
import { ActGrid, NextAct } from "./act_buttons.js"
import { CallDialog } from "./call_dialog.js"
import { CloseDialog } from "./close_dialog.js"
import { viewOf } from "./desk_view.js"
import { HelpDialog } from "./help_dialog.js"
import { InHand } from "./in_hand.js"
import { useKeys } from "./keys.js"
import { Lists } from "./lists.js"
import { Notice } from "./notice.js"
import { ParkDialog } from "./park_dialog.js"
import { PauseDialog } from "./pause_dialog.js"
import { TransferDialog } from "./transfer_dialog.js"
import { UndoStrip } from "./undo_strip.js"

const DIALOGS = {
  call: CallDialog,
  close: CloseDialog,
  help: HelpDialog,
  park: ParkDialog,
  pause: PauseDialog,
  transfer: TransferDialog,
}

export function Desk({ state, commander, live, zone, board }) {
  const { words, signOut } = useHouse()
  const [asked, setAsked] = useState(null)
  const now = useNow(500)
  const { desk } = state
  const view = viewOf(desk, now)

  const act = (name) => {
    const fresh = viewOf(commander.state.desk, Number(serverNow()))
    if (name === "next") return sendNext(commander, fresh)
    if (name === "undo") return fresh.undo && commander.send("undo")
    const known = fresh.acts.find((one) => one.name === name)
    if (known && !known.allowed) return undefined
    return name in DIALOGS ? setAsked(name) : commander.send(name)
  }
  useKeys(act)
  const leave = () => (desk ? setAsked("close") : signOut())

  const Dialog = DIALOGS[asked]
  const title = html`<strong>${words("shared.counter", { number: desk.number })}</strong> · ${desk.agency_name}`
  const lines = desk.lines.map((line) => line.name).join(" · ")
  const middle = html`<span title=${lines}>${lines}</span><strong>${words("console.waiting_count", { count: desk.waiting_count })}</strong>`
  return html`
    <div class="console" data-state=${desk.state}>
      <${TopBar} title=${title} middle=${middle} live=${live} zone=${zone} onSignOut=${leave} />
      <main class="desk">
        <${InHand} desk=${desk} view=${view} zone=${zone} />
        <${NextAct} view=${view} sending=${state.sending} onAct=${act} />
        <${ActGrid} view=${view} onAct=${act} />
        <div class="desk-told"><${Notice} state=${state} /><${UndoStrip} undo=${view.undo} onAct=${act} /></div>
      </main>
      <${Lists} view=${view} commander=${commander} zone=${zone} />
      <${Foot} desk=${desk} view=${view} onAct=${act} />
      ${Dialog && html`<${Dialog} ...${{ desk, board, commander, zone, onClose: () => setAsked(null) }} />`}
    </div>`
}

function Foot({ desk, view, onAct }) {
  const { words } = useHouse()
  return html`
    <footer class="foot">
      <span>${words("console.served_today", { count: desk.served_today })}</span>
      <span class="foot-acts">
        <button type="button" class="foot-act" onClick=${() => onAct("close")}>
          ${words("console.act_close")}<kbd class="key">X</kbd>
        </button>
        <button type="button" class="foot-act" onClick=${() => onAct("help")}>
          ${words("console.act_help")}<kbd class="key">?</kbd>
        </button>
      </span>
    </footer>`
}

function sendNext(commander, view) {
  const body = view.next.verb === "open" ? { counter: commander.state.desk.counter } : {}
  return commander.send(view.next.verb, body)
}
