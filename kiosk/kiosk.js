/** The kiosk at work: holds the visit, the catalogue and the connection, asks the server, and tells the page when to draw. */
import { Refusal, requestKey, Unreachable } from "/shared/api.js"
import { connectLive } from "/shared/live.js"
import { serverNow, setServerTime } from "/shared/format.js"
import { rank } from "./choices.js"
import { GIVE_UP_MS, isOver, isResting, listens, newVisit, step, undoLeft } from "./visit.js"

const TICK_MS = 250
const RANK_AFTER_MS = 60_000
const CATALOGUE_EVERY_MS = 20_000
const CATALOGUE_APART_MS = 4000
const ASK_AGAIN_MS = 3000
const SLIPS_KEPT = 50

export class Kiosk {
  visit = newVisit(Date.now())
  catalogue = null
  order = null
  zones = []
  connection = { state: "stale", since: serverNow() }
  #api
  #draw
  #leave
  #slips = new Map()
  #fetchedAt = 0
  #fetching = false
  #isOutdated = false
  #rankedAt = 0
  #link
  #timer

  /**
   * @param {{ api: object, draw: (kiosk: Kiosk) => void, leave: () => void }} parts `leave`: this kiosk's token is not welcome
   */
  constructor({ api, draw, leave }) {
    this.#api = api
    this.#draw = draw
    this.#leave = leave
    this.#link = connectLive({
      api, token: api.token,
      onBoard: (board, news) => { this.zones = board.zones; this.#hear(news) },
      onState: (connection) => { this.connection = connection; this.#changed() },
      mayReload: () => isResting(this.visit) && Date.now() - this.visit.touchedAt > RANK_AFTER_MS,
      onRefused: (refusal) => { if (refusal.status === 401) leave() },
    })
    this.#timer = setInterval(() => this.#tick(), TICK_MS)
    this.#fetchCatalogue()
  }

  close() {
    clearInterval(this.#timer)
    this.#link.close()
  }

  /** An act of the person before the glass; ignored while the screen is locked. */
  act(act) {
    if (!listens(this.visit, Date.now())) return
    this.#step(act)
  }

  /** Any touch, anywhere: somebody is here. */
  touched() {
    this.#step({ type: "touch" })
  }

  /** One touch, one number: the key is made here, once, and every repetition of the question carries it. */
  take(service) {
    if (!listens(this.visit, Date.now())) return
    this.#step({ type: "ask", service, key: requestKey() })
    this.#ask()
  }

  async undo() {
    if (!listens(this.visit, Date.now()) || undoLeft(this.visit, Date.now()) === 0) return
    const { token, number } = this.visit.ticket
    this.#step({ type: "undo" })
    try {
      await this.#api.post(`/follow/${token}/withdraw`)
      this.#step({ type: "undone", notice: { key: "kiosk.undone", facts: { number } } })
      this.#fetchCatalogue()
    } catch {
      this.#step({ type: "refused", notice: { key: "kiosk.undo_not_done", facts: { number } } })
    }
  }

  async #ask() {
    const { asking, language, priority } = this.visit
    const wish = { service: asking.service.code, language, priority }
    try {
      this.#api.language = language
      const ticket = await this.#api.post("/tickets", wish, { key: asking.key })
      if (this.visit.asking !== asking) return
      this.#step({ type: "answered", ticket: { ...ticket, slip: this.#slips.get(ticket.slip?.id) ?? ticket.slip } })
      this.#fetchCatalogue()
    } catch (reason) {
      if (this.visit.asking !== asking) return
      this.#notIssued(asking, reason)
    }
  }

  #notIssued(asking, reason) {
    const waited = Date.now() - asking.since
    if (reason instanceof Unreachable && waited < GIVE_UP_MS) {
      setTimeout(() => { if (this.visit.asking === asking) this.#ask() }, ASK_AGAIN_MS)
      return
    }
    if (reason instanceof Refusal && reason.status === 401) this.#leave()
    const closed = reason instanceof Refusal && reason.code === "service.closed"
    const notice = closed
      ? { key: "kiosk.just_closed", closed: { reason: reason.facts.reason ?? null, opens_at: reason.facts.opens_at ?? null } }
      : { key: "kiosk.not_issued" }
    this.#step({ type: "refused", notice })
    this.#fetchCatalogue()
  }

  #hear(news) {
    for (const { slip } of news) {
      if (!slip) continue
      this.#slips.set(slip.id, slip)
      if (this.#slips.size > SLIPS_KEPT) this.#slips.delete(this.#slips.keys().next().value)
      this.#step({ type: "slip", slip })
    }
    this.#isOutdated ||= news.some(({ ticket, service, desk }) => ticket || service || desk)
    if (this.#isDue()) this.#fetchCatalogue()
  }

  /** News is fetched at once, but never in a row; without any, every so often; while there is none, soon again. */
  #isDue() {
    const after = !this.catalogue ? ASK_AGAIN_MS : this.#isOutdated ? CATALOGUE_APART_MS : CATALOGUE_EVERY_MS
    return Date.now() - this.#fetchedAt > after
  }

  async #fetchCatalogue() {
    if (this.#fetching) return
    this.#fetching = true
    this.#isOutdated = false
    this.#fetchedAt = Date.now()
    try {
      this.catalogue = await this.#api.get("/catalogue")
      setServerTime(this.catalogue.at)
      this.order ??= this.#rank()
      this.#changed()
    } catch (reason) {
      this.#isOutdated = true
      if (reason instanceof Refusal && reason.status === 401) this.#leave()
    } finally {
      this.#fetching = false
    }
  }

  #tick() {
    const now = Date.now()
    if (isOver(this.visit, now)) this.#step({ type: "end" })
    if (this.#isDue()) this.#fetchCatalogue()
    const alone = isResting(this.visit) && now - this.visit.touchedAt > RANK_AFTER_MS
    if (alone && this.catalogue && now - this.#rankedAt > RANK_AFTER_MS) this.order = this.#rank()
    this.#changed()
  }

  #rank() {
    this.#rankedAt = Date.now()
    return rank(this.catalogue)
  }

  #step(act) {
    this.visit = step(this.visit, act, Date.now())
    this.#changed()
  }

  #changed() {
    this.#draw(this)
  }
}
