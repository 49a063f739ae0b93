/** What the hall's people want to know, agency by agency, from the board. Pure. */

const SERVED_SHOWN = 2
const IN_HAND = new Set(["called", "serving"])
export const ROWS_SHOWN = 4
export const CALL_OLD_MS = 60 * 60_000

/** The zone this screen stands in; null is the whole hall. */
export const zoneOf = (board, code) => board.zones.find((zone) => zone.code === code) ?? null

/** Does an agency give numbers, or still have people to call? */
export const isAlive = ({ open, waiting }) => open || waiting > 0

/**
 * Each agency of the zone as it stands: people waiting, numbers in hand, the longest expected wait, open counters.
 * In the mall's own order, those that are closed last: nothing jumps because a line grew.
 */
export function agenciesOf(board, zone) {
  return board.agencies
    .filter((agency) => !zone || agency.zone === zone.code)
    .map((agency) => ({ ...agency, ...standing(board, agency.code) }))
    .sort((a, b) => Number(isAlive(b)) - Number(isAlive(a)))
}

/** The last calls, without the one in the hero and without those too old to matter; newest first. */
export function rowsOf(calls, current, now) {
  return calls
    .filter((call) => call.ticket !== current?.call.ticket && now - Date.parse(call.at) < CALL_OLD_MS)
    .slice(0, ROWS_SHOWN)
}

/** Is the day over here: no agency gives numbers and nobody is left? The first reason and opening, or null. */
export function closedHere(board, agencies) {
  const left = agencies.some((agency) => isAlive(agency) || agency.inHand.length > 0)
  if (left || agencies.length === 0) return null
  const opening = agencies.filter(({ opens_at }) => opens_at).sort((a, b) => Date.parse(a.opens_at) - Date.parse(b.opens_at))
  const { reason = null, opens_at = null } = opening[0] ?? agencies[0]
  return { reason, opens_at }
}

function standing(board, agencyCode) {
  const tickets = board.tickets.filter(({ agency }) => agency === agencyCode)
  const inHand = tickets
    .filter(({ state }) => IN_HAND.has(state))
    .sort((a, b) => Date.parse(b.called_at) - Date.parse(a.called_at))
    .slice(0, SERVED_SHOWN)
  const waits = board.lines.filter(({ agency, wait }) => agency === agencyCode && wait).map(({ wait }) => wait)
  return {
    waiting: tickets.filter(({ state }) => state === "waiting").length,
    inHand: inHand.map(({ number }) => number),
    wait: waits.sort((a, b) => b.likely - a.likely)[0] ?? null,
    counters: board.desks.filter(({ agency, state }) => agency === agencyCode && state !== "closed").length,
  }
}
