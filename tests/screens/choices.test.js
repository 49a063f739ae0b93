import assert from "node:assert/strict"
import { test } from "node:test"
import {
  agenciesNow, agencyName, loadOf, mallClosed, pageOf, popularNow, rank, servicesOf, shortened, unbroken,
} from "../../kiosk/choices.js"

const service = (code, popularity, more = {}) => ({
  code, name: code, line: "1A", open: true, reason: null, opens_at: null, ahead: 0, wait: null, popularity, ...more,
})
const agency = (code, demand_share, services) => ({ code, name: code, short_name: code, demand_share, services })
const hall = (...agencies) => ({ agencies })

test("the eight most wanted come first, equal ones by name", () => {
  const catalogue = hall(agency("A", 0.2, [3, 9, 9, 1, 4].map((wanted, n) => service(`A${n}`, wanted))),
    agency("B", 0.8, [5, 7, 2, 8, 6].map((wanted, n) => service(`B${n}`, wanted))))

  assert.deepEqual(rank(catalogue), { popular: ["A1", "A2", "B3", "B1", "B4", "B0", "A4", "A0"], agencies: ["B", "A"] })
})

test("tiles keep their places while the figures change under them", () => {
  const order = rank(hall(agency("A", 1, [service("A1", 9), service("A2", 1)])))
  const later = hall(agency("A", 1, [service("A1", 1, { open: false }), service("A2", 9), service("A3", 99)]))

  assert.deepEqual(popularNow(later, order).map((one) => [one.service.code, one.service.open]), [["A1", false], ["A2", true]])
})

test("a service that is gone leaves no hole, a new agency comes last", () => {
  const order = rank(hall(agency("A", 1, [service("A1", 9)]), agency("B", 0.1, [service("B1", 1)])))
  const later = hall(agency("C", 9, []), agency("B", 0.1, [service("B1", 1)]), agency("A", 1, []))

  assert.deepEqual(popularNow(later, order).map((one) => one.service.code), ["B1"])
  assert.deepEqual(agenciesNow(later, order).map(({ code }) => code), ["A", "B", "C"])
  assert.deepEqual(servicesOf(later, "Z"), [])
})

test("a page beyond the end is the last", () => {
  const list = Array.from({ length: 29 }, (_, n) => n)

  assert.deepEqual([pageOf(list, 0, 15).shown.length, pageOf(list, 9, 15).page, pageOf(list, 1, 15).shown.length], [15, 1, 14])
  assert.deepEqual(pageOf([], 0, 8), { shown: [], page: 0, pages: 1 })
})

test("an agency's load counts each line once and takes the longest wait", () => {
  const short = { low: 0, likely: 5, high: 10 }
  const long = { low: 15, likely: 20, high: 25 }
  const load = loadOf(agency("A", 1, [service("A1", 1, { ahead: 4, wait: short }), service("A2", 1, { ahead: 4, wait: short }),
    service("A3", 1, { line: "1B", ahead: 2, wait: long }), service("A4", 1, { line: "1C", ahead: 9, open: false })]))

  assert.deepEqual(load, { open: true, ahead: 6, wait: long })
})

test("a closed agency tells the first reason that ends, a closed mall likewise", () => {
  const closed = (code, reason, opens_at) => service(code, 1, { open: false, reason, opens_at })
  const shut = agency("A", 1, [closed("A1", "archived", null), closed("A2", "break", "2026-11-24T13:00:00+07:00"), closed("A3", "quota.full", "2026-11-25T08:00:00+07:00")])

  assert.deepEqual(loadOf(shut), { open: false, reason: "break", opens_at: "2026-11-24T13:00:00+07:00" })
  assert.equal(mallClosed(hall(shut)).reason, "break")
  assert.equal(mallClosed(hall(shut, agency("B", 1, [service("B1", 1)]))), null)
})

test("a long name loses words in the middle and keeps its abbreviation", () => {
  const name = "Perizinan Berusaha untuk Menunjang Kegiatan Usaha (PB-UMKU)"

  assert.equal(shortened(name, 46), "Perizinan Berusaha untuk Menunjang… (PB-UMKU)")
  assert.equal(shortened("Sertifikat Laik Higiene Sanitasi Restoran dan Rumah Makan", 45), "Sertifikat Laik Higiene Sanitasi Restoran…")
  assert.equal(shortened("SKCK Baru", 20), "SKCK Baru")
})

test("an agency's full name does not repeat its short one", () => {
  const samsat = { short_name: "Samsat", name: "Sistem Administrasi Manunggal Satu Atap (Samsat)", name_en: "Joint vehicle registration office (Samsat)" }

  assert.equal(agencyName(samsat, "id"), "Sistem Administrasi Manunggal Satu Atap")
  assert.equal(agencyName(samsat, "en"), "Joint vehicle registration office")
})

test("no line breaks at the hyphen of KTP-el", () => {
  assert.equal(unbroken("Pencetakan KTP-el"), "Pencetakan KTP-\u2060el")
})
