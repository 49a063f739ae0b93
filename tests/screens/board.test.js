import assert from "node:assert/strict"
import { test } from "node:test"
import {
  applyFacts, boardFrom, callsInZone, deskOf, emptyBoard, ticketOf, ticketsWaiting, waitingOf,
} from "../../queue_server/pages/shared/board.js"

const ticket = (id, state, more = {}) => ({
  id, number: `1A-${String(id).padStart(3, "0")}`, state, line: "1A", zone: "Z1", agency: "DUKCAPIL", counter: null,
  key: 1000 + id, issued_at: `2026-11-24T09:${String(id).padStart(2, "0")}:00+07:00`, announced: 0, ...more,
})
const desk = (state, more = {}) => ({ counter: "DUKCAPIL-3", number: "3", zone: "Z1", state, ...more })
const fact = (seq, name, more = {}) => ({ seq, name, at: "2026-11-24T09:41:00+07:00", ...more })
const at = (seq, more = {}) => ({ ...emptyBoard(), seq, ...more })

test("a fact already known changes nothing", () => {
  const before = at(7, { tickets: [ticket(1, "serving")] })

  const { board, needsFetch, news } = applyFacts(before, [fact(7, "ticket.called", { ticket: ticket(1, "called") })])

  assert.equal(board.tickets[0].state, "serving")
  assert.deepEqual([needsFetch, news], [false, []])
})

test("facts in the wrong order of one frame are laid on in their own order", () => {
  const late = fact(2, "ticket.called", { ticket: ticket(1, "called", { counter: "DUKCAPIL-3" }), desk: desk("calling") })
  const early = fact(1, "ticket.issued", { ticket: ticket(1, "waiting") })

  const { board, needsFetch, news } = applyFacts(at(0), [late, early])

  assert.equal(ticketOf(board, 1).state, "called")
  assert.deepEqual([board.seq, needsFetch, news.map(({ seq }) => seq)], [2, false, [1, 2]])
})

test("after a gap facts wait, and are laid on when the missing one comes", () => {
  const ahead = applyFacts(at(0), [fact(2, "ticket.issued", { ticket: ticket(2, "waiting") })])
  const whole = applyFacts(ahead.board, [fact(1, "ticket.issued", { ticket: ticket(1, "waiting") })])

  assert.deepEqual([ahead.board.seq, ahead.needsFetch, waitingOf(ahead.board, "1A")], [0, true, 0])
  assert.deepEqual([whole.board.seq, whole.needsFetch, waitingOf(whole.board, "1A")], [2, false, 2])
})

test("a snapshot takes what came early and is newer", () => {
  const early = [fact(3, "ticket.issued", { ticket: ticket(3, "waiting") }), fact(5, "ticket.issued", { ticket: ticket(5, "waiting") })]

  const board = boardFrom({ seq: 4, tickets: [ticket(3, "waiting")], calls: [], desks: [] }, early)

  assert.deepEqual([board.seq, waitingOf(board, "1A")], [5, 2])
})

test("a ticket that has ended leaves the board", () => {
  for (const state of ["finished", "transferred", "withdrawn", "expired"]) {
    const { board } = applyFacts(at(0, { tickets: [ticket(1, "serving")] }), [fact(1, `ticket.${state}`, { ticket: ticket(1, state) })])

    assert.equal(ticketOf(board, 1), null, state)
  }
})

test("an announcement moves the one row of its ticket to the top", () => {
  const called = (seq, id) => fact(seq, "ticket.called", { ticket: ticket(id, "called", { counter: "DUKCAPIL-3" }), desk: desk("calling") })
  const again = fact(3, "ticket.announced", { ticket: ticket(1, "called", { counter: "DUKCAPIL-3", announced: 2 }) })

  const { board } = applyFacts(at(0, { desks: [desk("ready")] }), [called(1, 1), called(2, 2), again])

  assert.deepEqual(board.calls.map((call) => [call.ticket, call.counter_number, call.seq]), [[1, "3", 3], [2, "3", 2]])
  assert.deepEqual(callsInZone(board, "Z2"), [])
})

test("a desk is replaced by its counter, never doubled", () => {
  const { board } = applyFacts(at(0, { desks: [desk("closed")] }), [fact(1, "desk.opened", { desk: desk("ready") })])

  assert.deepEqual([board.desks.length, deskOf(board, "DUKCAPIL-3").state], [1, "ready"])
})

test("the calling order is key, then time of issue, then id", () => {
  const tickets = [ticket(3, "waiting", { key: 5, issued_at: "2026-11-24T09:00:00+07:00" }), ticket(2, "waiting", { key: 9 }),
    ticket(1, "waiting", { key: 5, issued_at: "2026-11-24T09:00:00+07:00" }), ticket(4, "called", { key: 1 })]

  assert.deepEqual(ticketsWaiting(at(0, { tickets }), ["1A"]).map(({ id }) => id), [1, 3, 2])
})

test("a service's change or a new day asks for a fresh snapshot", () => {
  for (const name of ["service.closed", "day.opened"]) {
    assert.equal(applyFacts(at(0), [fact(1, name)]).needsFetch, true, name)
  }
})
