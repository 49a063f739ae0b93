/** The display at work: holds the board, the turns and the connection; rings when the hero changes; tells the page when to draw. */
import { callsInZone, emptyBoard, ticketOf } from "/shared/board.js"
import { connectLive } from "/shared/live.js"
import { serverNow } from "/shared/format.js"
import { zoneOf } from "./hall.js"
import { advance, hear, newTurns } from "./turns.js"

const TICK_MS = 500
const PAGE_MS = 12_000

export class Display {
  board = emptyBoard()
  turns = newTurns()
  connection = { state: "live", since: serverNow() }
  isHeard = true
  #zoneCode
  #chime
  #draw
  #link
  #timer
  #startedAt = Date.now()

  /** @param {{ api: object, zone: string | null, chime: import("./chime.js").Chime, draw: (display: Display) => void, leave: () => void }} parts */
  constructor({ api, zone, chime, draw, leave }) {
    this.#zoneCode = zone
    this.#chime = chime
    this.#draw = draw
    this.#link = connectLive({
      api, token: api.token, zone,
      onBoard: (board) => this.#hear(board),
      onState: (connection) => { this.connection = connection; this.#changed() },
      mayReload: () => this.turns.current === null && this.turns.queue.length === 0,
      onRefused: (refusal) => { if (refusal.status === 401) leave() },
    })
    this.#timer = setInterval(() => this.#tick(), TICK_MS)
  }

  close() {
    clearInterval(this.#timer)
    this.#link.close()
  }

  get zone() {
    return zoneOf(this.board, this.#zoneCode)
  }

  get calls() {
    return callsInZone(this.board, this.zone?.code)
  }

  stateOf = (ticketId) => ticketOf(this.board, ticketId)?.state ?? null

  /** Which of so many pages is up now; they turn by themselves. */
  pageOf(pages) {
    return Math.floor((Date.now() - this.#startedAt) / PAGE_MS) % Math.max(1, pages)
  }

  #hear(board) {
    this.board = board
    this.#turn(hear(this.turns, { calls: this.calls, day: board.mall?.day ?? null, seq: board.seq }, this.stateOf, serverNow().getTime()))
  }

  #tick() {
    this.isHeard = this.#chime.isHeard
    this.#turn(advance(this.turns, this.stateOf, serverNow().getTime()))
  }

  #turn(turns) {
    const isNew = turns.current && turns.current.call.seq !== this.turns.current?.call.seq
    this.turns = turns
    if (isNew && this.connection.state !== "cut") this.#chime.ring()
    this.#changed()
  }

  #changed() {
    this.#draw(this)
  }
}
