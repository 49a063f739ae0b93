import assert from "node:assert/strict"
import { test } from "node:test"
import { advance, hear as hearBoard, newTurns } from "../../display/turns.js"

const DAY = "2026-11-24"
const T0 = Date.parse("2026-11-24T09:41:00+07:00")
const call = (ticket, seq, at = T0) => ({ ticket, number: `1A-00${ticket}`, seq, at: new Date(at).toISOString() })
const states = (map) => (id) => map[id] ?? null
const shown = (turns) => [turns.current?.call.ticket ?? null, turns.queue.map(({ ticket }) => ticket)]
const hear = (turns, calls, stateOf, day, now, seq = 100) => hearBoard(turns, { calls, day, seq }, stateOf, now)
const started = () => hear(newTurns(), [], states({}), DAY, T0)

test("calls that come together take the hero one after another, eight seconds each", () => {
  const all = states({ 1: "called", 2: "called", 3: "called" })
  const turns = hear(started(), [call(3, 12), call(2, 11), call(1, 10)], all, DAY, T0)

  assert.deepEqual(shown(turns), [1, [2, 3]])
  assert.deepEqual(shown(advance(turns, all, T0 + 7999)), [1, [2, 3]])
  assert.deepEqual(shown(advance(turns, all, T0 + 8000)), [2, [3]])
})

test("the last call stands for as long as it is being made", () => {
  const turns = hear(started(), [call(1, 10)], states({ 1: "called" }), DAY, T0)

  assert.deepEqual(shown(advance(turns, states({ 1: "called" }), T0 + 60_000)), [1, []])
  assert.deepEqual(shown(advance(turns, states({ 1: "serving" }), T0 + 4000)), [1, []])
  assert.deepEqual(shown(advance(turns, states({ 1: "serving" }), T0 + 8000)), [null, []])
})

test("a ticket that has ended, was missed or taken back leaves the hero at once", () => {
  const turns = hear(started(), [call(2, 11), call(1, 10)], states({ 1: "called", 2: "called" }), DAY, T0)

  for (const state of [null, "missed", "waiting", "parked"]) {
    assert.deepEqual(shown(advance(turns, states({ 1: state, 2: "called" }), T0 + 1000)), [2, []], String(state))
  }
})

test("nobody is called from the queue who is already served", () => {
  const turns = hear(started(), [call(2, 11), call(1, 10)], states({ 1: "called", 2: "called" }), DAY, T0)

  assert.deepEqual(shown(advance(turns, states({ 1: "called", 2: "serving" }), T0 + 1000)), [1, []])
})

test("an announcement again begins its eight seconds anew", () => {
  const both = states({ 1: "called", 2: "called" })
  const first = hear(started(), [call(1, 10)], both, DAY, T0)
  const again = hear(first, [call(1, 11, T0 + 5000)], both, DAY, T0 + 5000)

  assert.deepEqual([again.current.call.seq, again.current.since, again.queue], [11, T0 + 5000, []])
})

test("an announcement of one who still waits for the hero is one turn, not two", () => {
  const all = states({ 1: "called", 2: "called", 3: "called" })
  const turns = hear(started(), [call(3, 12), call(2, 11), call(1, 10)], all, DAY, T0)
  const again = hear(turns, [call(2, 13), call(3, 12), call(1, 10)], all, DAY, T0 + 1000)

  assert.deepEqual(shown(again), [1, [3, 2]])
})

test("a screen that has just begun shows no old number as a new one", () => {
  const both = states({ 1: "called", 2: "called" })
  const turns = hear(newTurns(), [call(2, 11, T0 - 5000), call(1, 10, T0 - 60_000)], both, DAY, T0)

  assert.deepEqual(shown(turns), [2, []])
})

test("a server put back to an earlier state is followed again", () => {
  const turns = hear(started(), [call(1, 90)], states({ 1: "called" }), DAY, T0)
  const back = hear(turns, [], states({}), DAY, T0 + 5000, 40)

  assert.deepEqual(shown(hear(back, [call(1, 41, T0 + 9000)], states({ 1: "called" }), DAY, T0 + 9000, 41)), [1, []])
})

test("a new day begins with an empty hero", () => {
  const turns = hear(started(), [call(1, 10)], states({ 1: "called" }), DAY, T0)

  assert.deepEqual(shown(hear(turns, [], states({}), "2026-11-25", T0 + 86_400_000)), [null, []])
})
