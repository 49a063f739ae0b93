import assert from "node:assert/strict"
import { test } from "node:test"
import { SETTLE_MS, actsOf, intentOf, isMeant, keyTable, nextAct } from "../../queue_server/pages/console/acts.js"

const NOW = Date.parse("2026-11-24T09:41:00+07:00")
const FREE = { typing: false, dialog: false, onControl: false }

const desk = (state, more = {}) => ({ state, waiting_count: 3, counter: "DUKCAPIL-3", ticket: null, announcements: null, ...more })
const allowed = (one) => actsOf(one, NOW).filter((act) => act.allowed).map((act) => act.key)

for (const [state, waiting, verb] of [
  ["ready", 3, "call-next"],
  ["ready", 0, "call-next"],
  ["calling", 3, "start"],
  ["serving", 3, "finish-and-call-next"],
  ["serving", 0, "finish"],
  ["paused", 3, "open"],
]) {
  test(`Space at a desk that is ${state} with ${waiting} waiting means ${verb}`, () => {
    assert.equal(nextAct(desk(state, { waiting_count: waiting })).verb, verb)
  })
}

test("the big button is quiet only when the officer is free and nobody waits", () => {
  assert.equal(nextAct(desk("ready", { waiting_count: 0 })).quiet, true)
  assert.equal(nextAct(desk("ready")).quiet, false)
  assert.equal(nextAct(desk("calling", { waiting_count: 0 })).quiet, false)
})

for (const [state, keys] of [
  ["ready", ["F", "B"]],
  ["calling", ["R", "T", "K"]],
  ["serving", ["P", "A", "S", "K"]],
  ["paused", []],
]) {
  test(`at a desk that is ${state} the keys are ${keys.join(" ") || "none"}`, () => {
    assert.deepEqual(allowed(desk(state)).sort(), [...keys].sort())
  })
}

test("a number is announced again only after its rest, and three times at most", () => {
  const resting = { count: 1, max: 3, next_at: "2026-11-24T09:41:05+07:00" }
  const rested = { count: 1, max: 3, next_at: "2026-11-24T09:40:59+07:00" }
  const spent = { count: 3, max: 3, next_at: "2026-11-24T09:40:00+07:00" }

  assert.ok(!allowed(desk("calling", { announcements: resting })).includes("R"))
  assert.ok(allowed(desk("calling", { announcements: rested })).includes("R"))
  assert.ok(!allowed(desk("calling", { announcements: spent })).includes("R"))
})

for (const [name, press, where, intent] of [
  ["Space is the next act", { key: " " }, FREE, "next"],
  ["Enter is the next act", { key: "Enter" }, FREE, "next"],
  ["a small letter is its act", { key: "t" }, FREE, "miss"],
  ["Ctrl-Z takes back", { key: "z", ctrlKey: true }, FREE, "undo"],
  ["U takes back", { key: "u" }, FREE, "undo"],
  ["a question mark helps", { key: "?" }, FREE, "help"],
  ["a letter typed in a field is text", { key: "t" }, { ...FREE, typing: true }, null],
  ["a dialog keeps its keys", { key: "t" }, { ...FREE, dialog: true }, null],
  ["a held key counts once", { key: " ", repeat: true }, FREE, null],
  ["Space on a control reached by Tab presses it", { key: " " }, { ...FREE, onControl: true }, null],
  ["letters still work from a control", { key: "p" }, { ...FREE, onControl: true }, "park"],
  ["Ctrl-R is the browser's", { key: "r", ctrlKey: true }, FREE, null],
  ["Alt-F is the browser's", { key: "f", altKey: true }, FREE, null],
  ["an unknown key is nobody's", { key: "q" }, FREE, null],
]) {
  test(name, () => {
    assert.equal(intentOf(press, where), intent)
  })
}

test("a nervous second press belongs to the first", () => {
  assert.equal(isMeant(null, 1000), true)
  assert.equal(isMeant(1000, 1000 + SETTLE_MS - 1), false)
  assert.equal(isMeant(1000, 1000 + SETTLE_MS), true)
})

test("the help shows every key once", () => {
  const keys = keyTable().map((row) => row.key)
  assert.equal(new Set(keys).size, keys.length)
  assert.ok(keys.includes("Space") && keys.includes("U") && keys.includes("?"))
})
