import assert from "node:assert/strict"
import { test } from "node:test"
import { deservesTick, stopwatch, timerOf, touches, undoOf, viewOf } from "../../queue_server/pages/console/desk_view.js"
import { counterToOffer } from "../../queue_server/pages/console/counters.js"
import { plainNumber, servicesFor, ticketsFor } from "../../queue_server/pages/console/search.js"

const NOW = Date.parse("2026-11-24T09:41:00+07:00")
const at = (clock) => `2026-11-24T${clock}+07:00`
const ticket = (number, more = {}) => ({ id: Number(number.slice(-3)), number, state: "waiting", waiting_since: at("09:29:00"), ...more })
const desk = (more = {}) => ({
  counter: "DUKCAPIL-3", state: "ready", since: at("09:30:00"), lines: [{ code: "1A", name: "KTP-el" }], waiting: [], waiting_count: 0,
  parked: [], missed: [], undo: null, ticket: null, pause: null, announcements: null, typical_minutes: null, ...more,
})

test("the seconds left to undo are whole, and end at nought", () => {
  const undo = { until: at("09:41:07.200"), name: "ticket.finished", number: "1A-011" }

  assert.deepEqual(undoOf(desk({ undo }), NOW), { name: "ticket.finished", number: "1A-011", seconds: 8 })
  assert.equal(undoOf(desk({ undo }), NOW + 7200), null)
  assert.equal(undoOf(desk(), NOW), null)
})

test("finish-and-call is undone under the number now in hand", () => {
  const undo = { until: at("09:41:07"), name: "ticket.called", number: "1A-011" }
  assert.equal(undoOf(desk({ undo, ticket: ticket("1A-012") }), NOW).number, "1A-012")
})

test("the timer is late only beyond what is usual", () => {
  const serving = (since) => desk({ state: "serving", ticket: ticket("1A-012", { serving_since: at(since) }), typical_minutes: [6, 9] })

  assert.deepEqual(timerOf(serving("09:36:48"), NOW), { text: "04.12", late: false, usual: [6, 9] })
  assert.equal(timerOf(serving("09:31:59"), NOW).late, true)
  assert.equal(timerOf(desk(), NOW), null)
})

for (const [seconds, text] of [[0, "00.00"], [59, "00.59"], [252, "04.12"], [3729, "1.02.09"]]) {
  test(`${seconds} seconds are shown as ${text}`, () => assert.equal(stopwatch(seconds), text))
}

test("a missed number shows the minutes left to come back, never fewer than nought", () => {
  const missed = [ticket("1A-010", { come_back_until: at("10:03:00") }), ticket("1A-005", { come_back_until: at("09:30:00") })]
  const rows = viewOf(desk({ missed }), NOW).missed

  assert.deepEqual(rows.map((row) => [row.left, row.soonOver]), [[22, false], [0, true]])
})

test("a waiting row counts the minutes since the visitor joined", () => {
  assert.equal(viewOf(desk({ waiting: [ticket("1A-013")], waiting_count: 1 }), NOW).waiting[0].minutes, 12)
})

test("a pause knows when its time of return has passed", () => {
  const paused = desk({ state: "paused", since: at("09:20:00"), pause: { reason: "Istirahat", until: at("09:38:00") } })
  assert.deepEqual(viewOf(paused, NOW).pause, { reason: "Istirahat", until: at("09:38:00"), minutes: 21, overdueMinutes: 3 })
})

test("the tick sounds when somebody comes to a free officer, and only then", () => {
  assert.equal(deservesTick(desk(), desk({ waiting_count: 1 })), true)
  assert.equal(deservesTick(desk({ waiting_count: 1 }), desk({ waiting_count: 2 })), false)
  assert.equal(deservesTick(desk(), desk({ waiting_count: 1, state: "serving" })), false)
  assert.equal(deservesTick(null, desk({ waiting_count: 1 })), false)
})

test("facts touch a desk by its counter or its lines", () => {
  assert.equal(touches(desk(), [{ ticket: { line: "2B", counter: null } }]), false)
  assert.equal(touches(desk(), [{ ticket: { line: "1A", counter: null } }]), true)
  assert.equal(touches(desk(), [{ ticket: { line: "2B", counter: "DUKCAPIL-3" } }]), true)
  assert.equal(touches(desk(), [{ desk: { counter: "DUKCAPIL-3" } }]), true)
})

test("the counter of last time is offered, or the only free one", () => {
  const counters = [{ counter: "A-1", state: "serving" }, { counter: "A-2", state: "closed" }, { counter: "A-3", state: "closed" }]

  assert.equal(counterToOffer(counters, "A-3").counter, "A-3")
  assert.equal(counterToOffer(counters, "A-1"), null)
  assert.equal(counterToOffer(counters.slice(0, 2), null).counter, "A-2")
})

test("a number is found however it is typed", () => {
  assert.equal(plainNumber("1a 12"), plainNumber("1A-012"))
  assert.notEqual(plainNumber("1A-012"), plainNumber("1A-0120"))
  const here = desk({ waiting: [ticket("1A-013"), ticket("1A-112")] })
  const board = { tickets: [{ id: 44, number: "1B-044", state: "waiting" }, { id: 45, number: "1B-045", state: "serving" }] }

  assert.deepEqual(ticketsFor(here, board, "1a13").map((one) => one.number), ["1A-013"])
  assert.deepEqual(ticketsFor(here, board, "1b 44").map((one) => one.number), ["1B-044"])
  assert.deepEqual(ticketsFor(here, board, "1b45"), [])
  assert.equal(ticketsFor(here, board, "").length, 2)
})

test("services are found by any words of service and agency, the open and wanted first", () => {
  const service = (code, name, open, popularity) => ({ code, name, name_en: "", open, popularity })
  const catalogue = {
    agencies: [{ code: "DUKCAPIL", name: "Dinas Kependudukan", short_name: "Disdukcapil", services: [
      service("DUK01", "Perekaman KTP-el", false, 9), service("DUK02", "KTP-el Hilang", true, 1), service("DUK03", "KTP-el Rusak", true, 5),
    ] }],
  }
  const found = (text) => servicesFor(catalogue, text, { language: "id", except: "DUK99" }).map((one) => one.code)

  assert.deepEqual(found("ktp dukcapil"), ["DUK03", "DUK02", "DUK01"])
  assert.deepEqual(found("hilang ktp"), ["DUK02"])
  assert.deepEqual(servicesFor(catalogue, "", { language: "id", except: "DUK02" }).length, 2)
})
