// @ts-check
/** The hall as a screen knows it: a snapshot of the board and the facts since. Pure: no network, no DOM, no clock. */

const CALLS_KEPT = 20
const EARLY_KEPT = 200
const ENDS = new Set(["finished", "transferred", "withdrawn", "expired"])
const CALLING = new Set(["ticket.called", "ticket.announced"])

/**
 * @typedef {object} Ticket
 * @property {number} id
 * @property {string} number
 * @property {string} state waiting called serving parked missed | finished transferred withdrawn expired
 * @property {string} line
 * @property {string} service
 * @property {string} agency
 * @property {string} zone
 * @property {string | null} counter
 * @property {boolean} priority
 * @property {number} seq
 * @property {string} issued_at
 * @property {number} key the smallest is called first
 * @property {number} announced
 */
/**
 * @typedef {object} Desk
 * @property {string} counter
 * @property {string} number
 * @property {string} agency
 * @property {string} zone
 * @property {string} state closed ready calling serving paused
 * @property {string[]} lines
 * @property {number | null} ticket
 * @property {string} since
 * @property {{ reason: string | null, until: string | null } | null} pause
 */
/**
 * @typedef {object} Call
 * @property {number} ticket
 * @property {string} number
 * @property {string} counter
 * @property {string} counter_number
 * @property {string} agency
 * @property {string} zone
 * @property {string} at
 * @property {number} announced
 * @property {number} seq
 */
/**
 * @typedef {object} Fact
 * @property {number} seq
 * @property {string} name
 * @property {string} at
 * @property {Ticket} [ticket]
 * @property {Desk} [desk]
 * @property {any} [service]
 * @property {any} [slip]
 * @property {any} [device]
 */
/**
 * @typedef {object} Board
 * @property {{ code: string, name: string, timezone: string, zone_name: string, day: string } | null} mall
 * @property {number} seq the last fact it holds
 * @property {string | null} at
 * @property {any[]} zones
 * @property {any[]} agencies
 * @property {any[]} lines
 * @property {Desk[]} desks
 * @property {Ticket[]} tickets not ended
 * @property {Call[]} calls newest first
 * @property {Fact[]} early facts that came before those they follow
 */

/** @returns {Board} */
export function emptyBoard() {
  return { mall: null, seq: 0, at: null, zones: [], agencies: [], lines: [], desks: [], tickets: [], calls: [], early: [] }
}

/**
 * A board from the server's snapshot. Facts that came early and are newer are laid on top.
 * @param {any} snapshot the answer of GET /board
 * @param {Fact[]} [early]
 * @returns {Board}
 */
export function boardFrom(snapshot, early = []) {
  const board = { ...emptyBoard(), ...snapshot }
  return applyFacts(board, early.filter((fact) => fact.seq > board.seq)).board
}

/**
 * Facts already known are ignored; facts after a gap wait in `board.early`.
 * `needsFetch`: something is missing, or changed in a way a fact cannot tell (a service's hours, a new day).
 * `news`: the facts that were laid on, in order.
 * @param {Board} board
 * @param {Fact[]} facts in any order
 * @returns {{ board: Board, needsFetch: boolean, news: Fact[] }}
 */
export function applyFacts(board, facts) {
  const waiting = new Map([...board.early, ...facts].filter((fact) => fact.seq > board.seq).map((fact) => [fact.seq, fact]))
  const news = []
  let next = board
  for (let seq = board.seq + 1; waiting.has(seq); seq += 1) {
    const fact = /** @type {Fact} */ (waiting.get(seq))
    waiting.delete(seq)
    next = withFact(next, fact)
    news.push(fact)
  }
  const early = [...waiting.values()].sort((a, b) => a.seq - b.seq).slice(-EARLY_KEPT)
  const unsettled = news.some(({ name }) => name.startsWith("service.") || name.startsWith("day."))
  return { board: { ...next, early }, needsFetch: early.length > 0 || unsettled, news }
}

/**
 * @param {Board} board
 * @param {string} lineCode
 * @returns {number} people waiting in the line
 */
export function waitingOf(board, lineCode) {
  return board.tickets.filter((ticket) => ticket.line === lineCode && ticket.state === "waiting").length
}

/**
 * @param {Board} board
 * @param {string[]} lines codes
 * @returns {Ticket[]} in calling order
 */
export function ticketsWaiting(board, lines) {
  return board.tickets
    .filter((ticket) => ticket.state === "waiting" && lines.includes(ticket.line))
    .sort((a, b) => a.key - b.key || Date.parse(a.issued_at) - Date.parse(b.issued_at) || a.id - b.id)
}

/**
 * @param {Board} board
 * @param {string} counter its code
 * @returns {Desk | null}
 */
export const deskOf = (board, counter) => board.desks.find((desk) => desk.counter === counter) ?? null

/**
 * @param {Board} board
 * @param {number} id
 * @returns {Ticket | null} null once it has ended
 */
export const ticketOf = (board, id) => board.tickets.find((ticket) => ticket.id === id) ?? null

/**
 * @param {Board} board
 * @param {string | null} [zone] the whole hall without
 * @returns {Call[]} newest first
 */
export const callsInZone = (board, zone) => board.calls.filter((call) => !zone || call.zone === zone)

/**
 * @param {Board} board
 * @param {Fact} fact
 * @returns {Board}
 */
function withFact(board, fact) {
  return {
    ...board,
    seq: fact.seq,
    at: fact.at,
    tickets: fact.ticket ? withTicket(board.tickets, fact.ticket) : board.tickets,
    desks: fact.desk ? withDesk(board.desks, fact.desk) : board.desks,
    calls: CALLING.has(fact.name) && fact.ticket ? withCall(board, fact, fact.ticket) : board.calls,
  }
}

/**
 * @param {Ticket[]} tickets
 * @param {Ticket} ticket
 */
function withTicket(tickets, ticket) {
  const others = tickets.filter(({ id }) => id !== ticket.id)
  return ENDS.has(ticket.state) ? others : [...others, ticket]
}

/**
 * @param {Desk[]} desks
 * @param {Desk} desk
 */
function withDesk(desks, desk) {
  const known = desks.some(({ counter }) => counter === desk.counter)
  return known ? desks.map((other) => (other.counter === desk.counter ? desk : other)) : [...desks, desk]
}

/**
 * @param {Board} board
 * @param {Fact} fact
 * @param {Ticket} ticket
 * @returns {Call[]}
 */
function withCall(board, fact, ticket) {
  const counter = ticket.counter ?? fact.desk?.counter ?? ""
  const desk = fact.desk ?? deskOf(board, counter)
  const call = {
    ticket: ticket.id, number: ticket.number, counter, counter_number: desk?.number ?? counter.split("-").at(-1) ?? "",
    agency: ticket.agency, zone: desk?.zone ?? ticket.zone, at: fact.at, announced: ticket.announced, seq: fact.seq,
  }
  return [call, ...board.calls.filter((other) => other.ticket !== ticket.id)].slice(0, CALLS_KEPT)
}
