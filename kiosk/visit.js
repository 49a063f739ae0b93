/** One person's stay at the kiosk, from the first touch to the paper. Pure: each act gives the next visit; time is told. */

export const UNDO_WITHIN_MS = 5000
export const HOME_AFTER_MS = 8000
export const HOME_AFTER_PRINT_MS = 4000
export const HOME_WITHOUT_PAPER_MS = 30_000
export const PRINT_WITHIN_MS = 12_000
export const IDLE_MS = 30_000
export const STILL_HERE_MS = 20_000
export const NOTICE_MS = 6000
export const GIVE_UP_MS = 45_000
// A second tap of the same finger must not press what has just appeared under it.
export const SETTLE_MS = 400
export const SETTLE_RESULT_MS = 700

const PAPER_LOST = new Set(["not_printed", "unknown", "abandoned"])

/** @param {number} now ms, any steady clock */
export function newVisit(now) {
  return {
    screen: "home", agency: null, page: 0, language: "id", priority: false,
    asking: null, ticket: null, slip: null, slipAt: null, undoing: false, notice: null,
    touchedAt: now, shownAt: now,
  }
}

/** Each act as a function of the visit; the whole list of what can happen at a kiosk. */
const ACTS = {
  touch: (visit, _, now) => ({ ...visit, touchedAt: now }),
  browse: (visit, _, now) => shown({ ...visit, screen: "agencies", agency: null, page: 0 }, now),
  choose: (visit, { agency }, now) => shown({ ...visit, screen: "services", agency, page: 0, cameFrom: visit.page }, now),
  turn: (visit, { page }, now) => shown({ ...visit, page }, now),
  back: (visit, _, now) => (visit.screen === "services"
    ? shown({ ...visit, screen: "agencies", agency: null, page: visit.cameFrom ?? 0 }, now)
    : shown({ ...visit, screen: "home", agency: null, page: 0 }, now)),
  speak: (visit, { language }) => ({ ...visit, language }),
  prioritise: (visit, { priority }) => ({ ...visit, priority }),
  ask: (visit, { service, key }, now) => ({ ...visit, asking: { service, key, since: now }, notice: null }),
  answered: (visit, { ticket }, now) => shown({
    ...visit, screen: "result", asking: null, ticket, slip: ticket.slip, slipAt: null, notice: null,
  }, now),
  refused: (visit, { notice }, now) => ({ ...visit, asking: null, undoing: false, notice: { ...notice, at: now } }),
  slip: (visit, { slip }, now) => (visit.slip && visit.slip.id === slip.id ? { ...visit, slip, slipAt: now } : visit),
  undo: (visit) => ({ ...visit, undoing: true }),
  undone: (visit, { notice }, now) => ({ ...newVisit(now), notice: { ...notice, at: now } }),
  end: (_visit, _act, now) => newVisit(now),
}

/**
 * @param {object} visit
 * @param {{ type: keyof typeof ACTS }} act
 * @param {number} now
 */
export function step(visit, act, now) {
  return ACTS[act.type](visit, act, now)
}

/** May a touch on a button count now? Not while an answer is awaited, nor just after the screen changed. */
export function listens(visit, now) {
  if (visit.asking || visit.undoing) return false
  return now - visit.shownAt >= (visit.screen === "result" ? SETTLE_RESULT_MS : SETTLE_MS)
}

/** "none" no printer · "printing" · "printed" · "unsure" the printer cannot say · "lost" no paper came */
export function paper(visit, now) {
  if (!visit.slip) return "none"
  if (visit.slip.state === "printed") return "printed"
  if (visit.slip.state === "unknown") return "unsure"
  if (PAPER_LOST.has(visit.slip.state)) return "lost"
  return now - visit.shownAt > PRINT_WITHIN_MS ? "lost" : "printing"
}

/** Milliseconds in which the number may still be undone; 0 when too late. */
export const undoLeft = (visit, now) => (visit.ticket ? Math.max(0, visit.shownAt + UNDO_WITHIN_MS - now) : 0)

/** Milliseconds until the result goes; null while paper is on its way. */
export function resultLeft(visit, now) {
  const state = paper(visit, now)
  if (state === "printing") return null
  const from = Math.max(visit.shownAt, visit.touchedAt)
  const until = state === "printed"
    ? Math.max(from + HOME_AFTER_MS, (visit.slipAt ?? visit.shownAt) + HOME_AFTER_PRINT_MS)
    : Math.max(from, lostAt(visit)) + HOME_WITHOUT_PAPER_MS
  return Math.max(0, until - now)
}

/** Milliseconds left to say "yes, still here"; null while the question is not asked. */
export function stillHereLeft(visit, now) {
  if (isResting(visit) || visit.screen === "result" || visit.asking) return null
  const asked = visit.touchedAt + IDLE_MS
  return now < asked ? null : Math.max(0, asked + STILL_HERE_MS - now)
}

/** Is the visit over by now? */
export function isOver(visit, now) {
  if (visit.screen === "result") return !visit.undoing && resultLeft(visit, now) === 0
  return stillHereLeft(visit, now) === 0
}

/** Nobody has begun anything: the home screen, Indonesian, no priority. */
export const isResting = (visit) =>
  visit.screen === "home" && visit.language === "id" && !visit.priority && !visit.asking

/** The notice still to be read, or null. */
export const noticeNow = (visit, now) => (visit.notice && now - visit.notice.at < NOTICE_MS ? visit.notice : null)

/** When it was clear that no paper would come. */
function lostAt(visit) {
  if (!visit.slip) return visit.shownAt
  return PAPER_LOST.has(visit.slip.state) ? visit.slipAt ?? visit.shownAt : visit.shownAt + PRINT_WITHIN_MS
}

const shown = (visit, now) => ({ ...visit, shownAt: now, touchedAt: now, notice: null })
