import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { test } from "node:test"
import {
  busyLevel, clock, closedText, dayLong, dayShort, minutesSince, opensText, serverNow, setServerTime, waitShort, waitText,
} from "../../queue_server/pages/shared/format.js"
import { wordsFrom } from "../../queue_server/pages/shared/words.js"

const ZONE = "Asia/Jakarta"
const read = (language) => JSON.parse(readFileSync(new URL(`../../config/words/shared.${language}.json`, import.meta.url), "utf8"))
const words = wordsFrom(read("id"), "id")
const NOW = new Date("2026-11-24T09:41:30+07:00")

test("times are said in the mall's zone, with a full stop", () => {
  assert.equal(clock("2026-11-24T02:41:00Z", ZONE), "09.41")
  assert.equal(clock("2026-11-24T02:41:00Z", "Asia/Jayapura"), "11.41")
})

test("days are said in full and short, in both languages", () => {
  assert.equal(dayLong(NOW, ZONE), "Selasa, 24 November 2026")
  assert.equal(dayShort(NOW, ZONE), "Sel 24 Nov")
  assert.equal(dayLong(NOW, ZONE, "en"), "Tuesday, 24 November 2026")
})

test("a wait is a range, soon, or not known", () => {
  assert.equal(waitText(words, { low: 15, likely: 20, high: 25 }), "15–25 menit")
  assert.equal(waitText(words, { low: 0, likely: 3, high: 5 }), "segera")
  assert.equal(waitText(words, { low: 10, likely: 10, high: 10 }), "sekitar 10 menit")
  assert.equal(waitText(words, null), "belum diketahui")
  assert.equal(waitShort(words, { low: 15, likely: 20, high: 25 }), "15–25 mnt")
})

test("when it opens: today, tomorrow, a weekday, a date", () => {
  const opens = (at) => opensText(words, at, ZONE, NOW)
  assert.equal(opens("2026-11-24T13:00:00+07:00"), "buka 13.00")
  assert.equal(opens("2026-11-25T08:00:00+07:00"), "buka besok 08.00")
  assert.equal(opens("2026-11-26T08:30:00+07:00"), "buka Kamis 08.30")
  assert.equal(opens("2026-12-02T08:00:00+07:00"), "buka 2 Des 08.00")
})

test("a closed place says why, and never a code", () => {
  const closed = (reason, opens_at = null) => closedText(words, { reason, opens_at }, ZONE, NOW)
  assert.equal(closed("break", "2026-11-24T13:00:00+07:00"), "Istirahat · buka 13.00")
  assert.equal(closed("quota.full"), "Kuota hari ini habis")
  assert.equal(closed("moon.eclipse"), "Sedang tutup")
})

test("busy in three levels, by wait or else by people", () => {
  assert.deepEqual([5, 20, 50].map((likely) => busyLevel({ low: 0, likely, high: 60 })), [1, 2, 3])
  assert.deepEqual([0, 6, 30].map((ahead) => busyLevel(null, ahead)), [1, 2, 3])
})

test("minutes are counted by the server's clock", () => {
  setServerTime(new Date(Date.now() + 3_600_000).toISOString())

  assert.ok(Math.abs(serverNow().getTime() - Date.now() - 3_600_000) < 1000)
  assert.equal(minutesSince("2026-11-24T09:38:00+07:00", NOW), 3)
  assert.equal(minutesSince("2026-11-24T09:50:00+07:00", NOW), 0)
})

test("words fill their places, count one, and return a missing key", () => {
  assert.equal(words("shared.people", { count: 6 }), "6 orang")
  assert.equal(wordsFrom(read("en"), "en")("shared.people", { count: 1 }), "1 person")
  assert.equal(wordsFrom({}, "id")("kiosk.nothing"), "kiosk.nothing")
})
