import assert from "node:assert/strict"
import { test } from "node:test"
import { agenciesOf, closedHere, rowsOf, zoneOf } from "../../display/hall.js"

const NOW = Date.parse("2026-11-24T09:41:00+07:00")
const Z1 = { code: "Z1", name: "Zona 1", floor: 1 }
const agency = (code, more = {}) => ({ code, short_name: code, zone: "Z1", open: true, reason: null, opens_at: null, ...more })
const board = (more = {}) => ({ zones: [Z1], agencies: [agency("A")], lines: [], desks: [], tickets: [], ...more })

test("an agency shows who waits, who is in hand, its longest wait and its open counters", () => {
  const tickets = [1, 2, 3].map((n) => ({ agency: "A", number: `1A-00${n}`, state: "serving", called_at: `2026-11-24T09:3${n}:00+07:00` }))
  const [face] = agenciesOf(board({
    tickets: [...tickets, { agency: "A", state: "waiting" }, { agency: "B", state: "waiting" }],
    lines: [{ agency: "A", wait: { likely: 5 } }, { agency: "A", wait: { likely: 20 } }, { agency: "A", wait: null }],
    desks: [{ agency: "A", state: "ready" }, { agency: "A", state: "closed" }],
  }), Z1)

  assert.deepEqual([face.waiting, face.inHand, face.wait.likely, face.counters], [1, ["1A-003", "1A-002"], 20, 1])
})

test("closed agencies come last, the others keep the mall's order", () => {
  const agencies = ["A", "B", "C", "D"].map((code) => agency(code, { open: code !== "B" }))

  assert.deepEqual(agenciesOf(board({ agencies }), Z1).map(({ code }) => code), ["A", "C", "D", "B"])
})

test("other zones' agencies are not shown, unless the screen is for the whole hall", () => {
  const agencies = [agency("A"), agency("B", { zone: "Z2" })]

  assert.equal(agenciesOf(board({ agencies }), Z1).length, 1)
  assert.equal(agenciesOf(board({ agencies }), null).length, 2)
  assert.equal(zoneOf(board(), "Z9"), null)
})

test("the rows leave out the hero and what is too old", () => {
  const calls = [1, 2, 3, 4, 5, 6].map((ticket) => ({ ticket, at: new Date(NOW - ticket * 1000).toISOString() }))
  const old = { ticket: 7, at: new Date(NOW - 61 * 60_000).toISOString() }

  assert.deepEqual(rowsOf(calls, { call: calls[0] }, NOW).map(({ ticket }) => ticket), [2, 3, 4, 5])
  assert.deepEqual(rowsOf([old], null, NOW), [])
})

test("the hall is closed when nobody gives numbers and nobody is left", () => {
  const shut = agency("A", { open: false, reason: "after_hours", opens_at: "2026-11-25T08:00:00+07:00" })
  const empty = board({ agencies: [shut] })
  const oneLeft = board({ agencies: [shut], tickets: [{ agency: "A", state: "serving", number: "1A-001", called_at: null }] })

  assert.equal(closedHere(empty, agenciesOf(empty, Z1)).reason, "after_hours")
  assert.equal(closedHere(oneLeft, agenciesOf(oneLeft, Z1)), null)
  assert.equal(closedHere(board(), agenciesOf(board(), Z1)), null)
})
