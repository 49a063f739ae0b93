import assert from "node:assert/strict"
import { test } from "node:test"
import {
  isOver, isResting, listens, newVisit, noticeNow, paper, resultLeft, step, stillHereLeft, undoLeft,
} from "../../kiosk/visit.js"

const TICKET = { id: 7, number: "1A-012", token: "K7Q2M9XZ4BNA", slip: { id: 3, state: "queued" } }
const after = (acts, visit = newVisit(0)) => acts.reduce((now, [at, act]) => step(now, act, at), visit)
const issued = (slip = TICKET.slip) => after([
  [1000, { type: "ask", service: { code: "DUK02" }, key: "k" }], [2000, { type: "answered", ticket: { ...TICKET, slip } }],
])

test("while an answer is awaited no touch counts", () => {
  const asking = after([[1000, { type: "ask", service: { code: "DUK02" }, key: "k" }]])

  assert.deepEqual([listens(newVisit(0), 1000), listens(asking, 5000)], [true, false])
})

test("the second tap of a finger does not press what has just appeared", () => {
  const browsing = after([[1000, { type: "browse" }]])

  assert.deepEqual([listens(browsing, 1200), listens(browsing, 1500)], [false, true])
  assert.deepEqual([listens(issued(), 2500), listens(issued(), 2800)], [false, true])
})

test("the way back is the way one came", () => {
  const services = after([[0, { type: "browse" }], [1, { type: "turn", page: 1 }], [2, { type: "choose", agency: "BPN" }]])
  const agencies = step(services, { type: "back" }, 3)

  assert.deepEqual([agencies.screen, agencies.page], ["agencies", 1])
  assert.equal(step(agencies, { type: "back" }, 4).screen, "home")
})

test("undo is offered for five seconds", () => {
  assert.deepEqual([undoLeft(issued(), 2000), undoLeft(issued(), 6999), undoLeft(issued(), 7000)], [5000, 1, 0])
})

test("the result waits for the paper, then goes after eight seconds", () => {
  const printed = step(issued(), { type: "slip", slip: { id: 3, state: "printed" } }, 3500)
  const printedLate = step(issued(), { type: "slip", slip: { id: 3, state: "printed" } }, 9000)

  assert.equal(resultLeft(issued(), 4000), null)
  assert.deepEqual([isOver(printed, 9999), isOver(printed, 10_000)], [false, true])
  assert.deepEqual([isOver(printedLate, 12_999), isOver(printedLate, 13_000)], [false, true])
})

test("without paper the number stands for thirty seconds", () => {
  const lost = step(issued(), { type: "slip", slip: { id: 3, state: "not_printed" } }, 4000)

  assert.deepEqual([paper(lost, 5000), isOver(lost, 33_999), isOver(lost, 34_000)], ["lost", false, true])
  assert.deepEqual([paper(issued(null), 3000), isOver(issued(null), 31_000), isOver(issued(null), 32_000)], ["none", false, true])
})

test("paper that does not come in time counts as lost, and as printed when it comes after all", () => {
  const late = step(issued(), { type: "slip", slip: { id: 3, state: "printed" } }, 20_000)

  assert.deepEqual([paper(issued(), 13_000), paper(issued(), 15_000), paper(late, 20_000)], ["printing", "lost", "printed"])
  assert.deepEqual([isOver(issued(), 43_999), isOver(issued(), 44_000)], [false, true])
})

test("another kiosk's slip is not ours", () => {
  assert.equal(step(issued(), { type: "slip", slip: { id: 4, state: "printed" } }, 3000).slip.state, "queued")
})

test("a printer that cannot say leaves the question open", () => {
  assert.equal(paper(step(issued(), { type: "slip", slip: { id: 3, state: "unknown" } }, 3000), 3000), "unsure")
})

test("inner screens ask after thirty seconds and go home twenty later; a touch is a yes", () => {
  const browsing = after([[0, { type: "browse" }]])
  const touched = step(browsing, { type: "touch" }, 40_000)

  assert.deepEqual([stillHereLeft(browsing, 29_999), stillHereLeft(browsing, 30_000)], [null, 20_000])
  assert.deepEqual([isOver(browsing, 49_999), isOver(browsing, 50_000), isOver(touched, 50_000)], [false, true, false])
})

test("home at rest asks nothing, but a chosen language or priority does not outlive its person", () => {
  const english = after([[0, { type: "speak", language: "en" }], [0, { type: "prioritise", priority: true }]])

  assert.equal(stillHereLeft(newVisit(0), 999_999), null)
  assert.equal(isOver(english, 50_000), true)
  assert.equal(isResting(step(english, { type: "end" }, 50_000)), true)
})

test("language and priority last through the choice and end with the visit", () => {
  const chosen = after([[0, { type: "speak", language: "en" }], [0, { type: "prioritise", priority: true }], [1, { type: "browse" }]])

  assert.deepEqual([chosen.language, chosen.priority], ["en", true])
  assert.deepEqual(["language", "priority"].map((mode) => step(chosen, { type: "undone", notice: { key: "x" } }, 2)[mode]), ["id", false])
})

test("a notice goes by itself", () => {
  const refused = after([[0, { type: "refused", notice: { key: "kiosk.not_issued" } }]])

  assert.deepEqual([noticeNow(refused, 5999)?.key, noticeNow(refused, 6000)], ["kiosk.not_issued", null])
})
