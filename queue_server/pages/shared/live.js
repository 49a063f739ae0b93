// @ts-check
/** Keeps one board in step with the server, and says honestly when it cannot. */
import { applyFacts, boardFrom, emptyBoard } from "./board.js"
import { Refusal } from "./api.js"
import { setServerTime, serverNow } from "./format.js"
import { io } from "./vendor/socket.io.js"

const TICK_MS = 1000
const PULSE_LATE_MS = 12_000
const SOCKET_LOST_MS = 2500
const STALE_WITHOUT_SOCKET_MS = 5000
const STALE_WITH_SOCKET_MS = 17_000
const CUT_MS = 60_000
const REFRESH_MS = 30_000
const SLEPT_MS = 6000
const GAP_PATIENCE_MS = 300
const BEHIND_MS = 2000
const WATCH_WITHIN_MS = 5000

/**
 * @typedef {object} Wish
 * @property {import("./api.js").Api} api
 * @property {string | null} [token] a device's; people come by their cookie
 * @property {string | null} [zone]
 * @property {(board: import("./board.js").Board, news: import("./board.js").Fact[]) => void} onBoard
 *   after a snapshot `news` is empty
 * @property {(told: { state: "live" | "stale" | "cut", since: Date }) => void} onState
 *   `since`: the server's time when it was last heard
 * @property {string} [boardPath] "/board" unless told
 * @property {() => boolean} [mayReload] may the page load anew when the server has a new build? never, without it
 * @property {(refusal: Refusal) => void} [onRefused] this token or session is no longer welcome (401, 403)
 */

/**
 * @param {Wish} wish
 * @returns {{ close: () => void, refresh: () => void }}
 */
export function connectLive(wish) {
  const link = new Link(wish)
  return { close: () => link.close(), refresh: () => link.fetchBoard() }
}

class Link {
  /** @type {Wish} */ #wish
  #board = emptyBoard()
  #socket
  #heardAt = Date.now()
  #heardServerAt = serverNow()
  #tickedAt = Date.now()
  #fetchedAt = 0
  /** @type {Promise<void> | null} */ #fetching = null
  #fetchAgain = false
  /** @type {number | null} */ #behindSince = null
  /** @type {string | null} */ #build = null
  /** @type {"live" | "stale" | "cut" | null} */ #state = null
  #closed = false
  #timer
  /** @type {Set<ReturnType<typeof setTimeout>>} */ #later = new Set()
  #wake = () => { if (document.visibilityState === "visible") this.fetchBoard() }

  /** @param {Wish} wish */
  constructor(wish) {
    this.#wish = wish
    this.#socket = io({
      transports: ["websocket"], auth: wish.token ? { token: wish.token } : undefined, forceNew: true,
      reconnectionDelay: 500, reconnectionDelayMax: 5000, randomizationFactor: 0.5,
    })
    this.#socket.on("connect", () => this.#watch())
    this.#socket.on("facts", (/** @type {import("./board.js").Fact[]} */ facts) => this.#take(facts))
    this.#socket.on("pulse", (/** @type {any} */ pulse) => this.#pulse(pulse))
    this.#socket.on("come_back", (/** @type {any} */ told) => this.#leaveFor((told?.after_ms ?? 1000) * (1 + Math.random())))
    this.#socket.on("disconnect", (/** @type {string} */ why) => {
      if (why === "io server disconnect") this.#leaveFor(1000 + 2000 * Math.random())
    })
    document.addEventListener("visibilitychange", this.#wake)
    window.addEventListener("online", this.#wake)
    this.#timer = setInterval(() => this.#tick(), TICK_MS)
    this.fetchBoard()
  }

  close() {
    this.#closed = true
    clearInterval(this.#timer)
    this.#later.forEach(clearTimeout)
    document.removeEventListener("visibilitychange", this.#wake)
    window.removeEventListener("online", this.#wake)
    this.#socket.disconnect()
  }

  /** @returns {Promise<void>} one at a time; a wish during a fetch is one more fetch after it */
  fetchBoard() {
    if (this.#closed) return Promise.resolve()
    if (this.#fetching) {
      this.#fetchAgain = true
      return this.#fetching
    }
    this.#fetching = this.#fetchOnce().finally(() => {
      this.#fetching = null
      if (!this.#fetchAgain) return
      this.#fetchAgain = false
      this.#soon(() => this.fetchBoard(), GAP_PATIENCE_MS)
    })
    return this.#fetching
  }

  async #fetchOnce() {
    try {
      const snapshot = await this.#wish.api.get(this.#wish.boardPath ?? "/board")
      if (this.#closed) return
      this.#fetchedAt = Date.now()
      this.#heard(snapshot.at)
      if (this.#isOutrun(snapshot.seq)) return
      this.#board = boardFrom(snapshot, this.#board.early)
      this.#wish.onBoard(this.#board, [])
    } catch (reason) {
      if (reason instanceof Refusal && (reason.status === 401 || reason.status === 403)) this.#wish.onRefused?.(reason)
    }
  }

  /**
   * Facts may outrun a snapshot by a moment: then ours is kept. A server still behind after seconds was put back to an earlier state.
   * @param {number} seq the snapshot's
   */
  #isOutrun(seq) {
    if (seq >= this.#board.seq) {
      this.#behindSince = null
      return false
    }
    this.#behindSince ??= Date.now()
    const settled = Date.now() - this.#behindSince >= BEHIND_MS
    if (settled) this.#behindSince = null
    else this.#soon(() => this.fetchBoard(), BEHIND_MS)
    return !settled
  }

  #watch() {
    const { zone } = this.#wish
    this.#socket.timeout(WATCH_WITHIN_MS).emit("watch", { zone: zone ?? undefined, seq: this.#board.seq },
      (/** @type {unknown} */ late, /** @type {any} */ answer) => {
        if (late || this.#closed) return
        this.#heard(null)
        if (answer?.seq !== this.#board.seq) this.fetchBoard()
      })
  }

  /** @param {import("./board.js").Fact[]} facts */
  #take(facts) {
    this.#heard(facts.at(-1)?.at ?? null)
    const { board, needsFetch, news } = applyFacts(this.#board, facts)
    this.#board = board
    if (news.length > 0) this.#wish.onBoard(board, news)
    if (needsFetch) this.#soon(() => this.fetchBoard(), GAP_PATIENCE_MS * (1 + Math.random()))
  }

  /** @param {{ seq: number, at: string, build?: string }} pulse */
  #pulse({ seq, at, build }) {
    this.#heard(at)
    if (seq !== this.#board.seq) this.#soon(() => { if (seq !== this.#board.seq) this.fetchBoard() }, GAP_PATIENCE_MS)
    if (!build) return
    this.#build ??= build
    if (build !== this.#build && this.#wish.mayReload?.()) location.reload()
  }

  /** @param {string | null} at */
  #heard(at) {
    if (at) setServerTime(at)
    this.#heardAt = Date.now()
    this.#heardServerAt = serverNow()
    this.#tell("live")
  }

  #tick() {
    const now = Date.now()
    const slept = now - this.#tickedAt > SLEPT_MS
    this.#tickedAt = now
    const joined = this.#socket.connected
    const silence = now - this.#heardAt
    const lost = silence > (joined ? PULSE_LATE_MS : SOCKET_LOST_MS)
    if (slept || lost || now - this.#fetchedAt > REFRESH_MS) this.fetchBoard()
    if (slept) return
    if (silence > CUT_MS) this.#tell("cut")
    else if (silence > (joined ? STALE_WITH_SOCKET_MS : STALE_WITHOUT_SOCKET_MS)) this.#tell("stale")
  }

  /** @param {"live" | "stale" | "cut"} state */
  #tell(state) {
    if (state === this.#state) return
    this.#state = state
    this.#wish.onState({ state, since: this.#heardServerAt })
  }

  /** @param {number} ms */
  #leaveFor(ms) {
    this.#socket.disconnect()
    this.#soon(() => this.#socket.connect(), ms)
  }

  /**
   * @param {() => void} deed
   * @param {number} ms
   */
  #soon(deed, ms) {
    const timer = setTimeout(() => {
      this.#later.delete(timer)
      if (!this.#closed) deed()
    }, ms)
    this.#later.add(timer)
  }
}
