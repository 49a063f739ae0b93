/** Whose call is in the hero, and who waits for it. Pure: the board is told, time is told (server's, ms). */

export const SHOWN_AT_LEAST_MS = 8000
export const FRESH_ON_ARRIVAL_MS = 15_000

/** `current`: { call, since } or null; `queue`: calls, oldest first; `seen`: the newest call ever taken in, null before the first board. */
export const newTurns = () => ({ current: null, queue: [], seen: null, day: null })

/**
 * Takes in a board: new calls line up, a second announcement of one ticket takes its place again, calls that are over leave.
 * The first board of a screen, of a day, or of a server put back to an earlier state brings only calls that are truly new:
 * an old number is never shown as a new one.
 * @param {{ calls: object[], day: string | null, seq: number }} board `calls`: of this screen's zone, newest first
 * @param {(id: number) => string | null} stateOf a ticket's state, null once it has ended
 */
export function hear(turns, { calls, day, seq: boardSeq }, stateOf, now) {
  const follows = turns.day === day && boardSeq >= (turns.seen ?? 0)
  const known = follows ? turns : { ...newTurns(), day }
  const isNew = (call) => (known.seen === null ? now - Date.parse(call.at) < FRESH_ON_ARRIVAL_MS : call.seq > known.seen)
  const fresh = calls.filter(isNew).reverse()
  const again = new Set(fresh.map(({ ticket }) => ticket))
  const heard = {
    ...known,
    queue: [...known.queue.filter(({ ticket }) => !again.has(ticket)), ...fresh],
    seen: calls.reduce((newest, { seq }) => Math.max(newest, seq), known.seen ?? 0),
  }
  return advance(heard, stateOf, now)
}

/** Lets time pass: each call stands at least eight seconds, the last one for as long as its ticket is still being called. */
export function advance(turns, stateOf, now) {
  const queue = turns.queue.filter(({ ticket }) => stateOf(ticket) === "called")
  if (stays(turns.current, queue, stateOf, now)) return { ...turns, queue }
  const [next, ...rest] = queue
  return { ...turns, current: next ? { call: next, since: now } : null, queue: rest }
}

function stays(current, queue, stateOf, now) {
  if (!current) return false
  const state = stateOf(current.call.ticket)
  if (state !== "called" && state !== "serving") return false
  const announcedAgain = queue.some(({ ticket }) => ticket === current.call.ticket)
  if (announcedAgain) return false
  const due = now - current.since >= SHOWN_AT_LEAST_MS
  return !due || (queue.length === 0 && state === "called")
}
