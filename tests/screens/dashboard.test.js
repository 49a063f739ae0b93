import assert from "node:assert/strict"
import { test } from "node:test"
import { agencyRows, counterTiles, devicesThatAnswer, findTicket, levelOf, looksLikeNumber, nameInBrief, nextSort } from "../../queue_server/pages/dashboard/hall_view.js"
import { codeAsTyped, deviceRows, isWholeCode, needsAgency, peopleRows } from "../../queue_server/pages/office/office_view.js"

const line = (waiting, longest, more = {}) => ({
  code: "1A", name: "Antrean", waiting, longest_wait_minutes: longest, target_minutes: 30, wait: null, services: [], ...more,
})
const agency = (name, waiting, longest, more = {}) => ({
  code: name, name, short_name: name, waiting, longest_wait_minutes: longest, average_wait_minutes: null, finished: 0, missed: 0,
  counters: { open: 1, paused: 0, closed: 0 }, lines: [line(waiting, longest)], ...more,
})
const URGENCY = { by: "urgency", down: true }

for (const [waiting, longest, level] of [[0, null, "none"], [2, 10, "calm"], [2, 24, "near"], [2, 30, "near"], [2, 31, "over"]]) {
  test(`${waiting} waiting, the longest ${longest} of 30 minutes, is ${level}`, () => assert.equal(levelOf(line(waiting, longest)), level))
}

test("agencies with people waiting stand on top, those over their target first", () => {
  const hall = { agencies: [agency("Sepi", 0, null), agency("Ramai", 9, 12), agency("Lama", 1, 44)] }
  assert.deepEqual(agencyRows(hall, { search: "", sort: URGENCY }).map((row) => row.short_name), ["Lama", "Ramai", "Sepi"])
})

test("where waits are equal, more people go first", () => {
  const hall = { agencies: [agency("Anggur", 1, 3), agency("Belimbing", 9, 3)] }
  assert.deepEqual(agencyRows(hall, { search: "", sort: URGENCY }).map((row) => row.short_name), ["Belimbing", "Anggur"])
})

test("an officer's name is told in brief, without titles", () => {
  assert.deepEqual(["Yuni Ginting", "Hj. Nurhayati Lubis", "Sulastri", null].map(nameInBrief), ["Yuni G.", "Nurhayati L.", "Sulastri", ""])
})

test("devices are counted by whether they answer, for those who see them", () => {
  assert.deepEqual(devicesThatAnswer({ devices: [{ online: true }, { online: false }] }), { online: 1, all: 2 })
  assert.equal(devicesThatAnswer({ devices: null }), null)
})

test("a column sorts down first, up at the second press; names up first", () => {
  assert.deepEqual(nextSort(URGENCY, "waiting"), { by: "waiting", down: true })
  assert.deepEqual(nextSort({ by: "waiting", down: true }, "waiting"), { by: "waiting", down: false })
  assert.deepEqual(nextSort(URGENCY, "name"), { by: "name", down: false })
})

test("an agency is found by its services too", () => {
  const services = [{ name: "Paspor Baru", name_en: "New passport", open: true }]
  const hall = { agencies: [agency("Imigrasi", 0, null, { lines: [line(0, null, { services })] }), agency("Samsat", 1, 2)] }
  assert.deepEqual(agencyRows(hall, { search: "passport", sort: URGENCY }).map((row) => row.short_name), ["Imigrasi"])
})

test("counters stand by agency and in the order of their numbers", () => {
  const desk = (counter, number) => ({ counter, number, agency: "A", officer: null, number_in_hand: null })
  const hall = { agencies: [{ code: "A", short_name: "A" }], counters: [desk("A-10", "10"), desk("A-2", "2")] }
  assert.deepEqual(counterTiles(hall, { search: "" }).map((one) => one.number), ["2", "10"])
})

test("a number is told from a name, and found on the board", () => {
  const board = { tickets: [{ id: 1, number: "1A-012" }] }

  assert.ok(looksLikeNumber("1a 12") && looksLikeNumber("A012"))
  assert.ok(!looksLikeNumber("Samsat") && !looksLikeNumber("1A"))
  assert.equal(findTicket(board, "1a12").id, 1)
  assert.equal(findTicket(board, "1a120"), null)
  assert.equal(findTicket(null, "1a12"), null)
})

test("a pairing code takes its dash by itself", () => {
  assert.equal(codeAsTyped("ktrm"), "KTRM")
  assert.equal(codeAsTyped("ktrmpqwx9"), "KTRM-PQWX")
  assert.equal(codeAsTyped("KTRM-PQ"), "KTRM-PQ")
  assert.ok(isWholeCode("KTRM-PQWX") && !isWholeCode("KTRM-PQ"))
})

test("devices that do not answer come first", () => {
  const rows = deviceRows([{ name: "Kiosk 10", online: true }, { name: "Kiosk 2", online: true }, { name: "Layar", online: false }])
  assert.deepEqual(rows.map((row) => row.name), ["Layar", "Kiosk 2", "Kiosk 10"])
})

test("people who may not sign in come last, and an officer belongs to an agency", () => {
  const rows = peopleRows([{ name: "Ani", active: false }, { name: "Zul", active: true }])
  assert.deepEqual(rows.map((row) => row.name), ["Zul", "Ani"])
  assert.ok(needsAgency("officer") && !needsAgency("supervisor"))
})
