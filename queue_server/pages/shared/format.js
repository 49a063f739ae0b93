// @ts-check
/** Times, dates and waits as people here say them; and the server's clock, which alone is trusted. Pure but for that clock. */

const MINUTE_MS = 60_000
const SOON_MINUTES = 5
const DAY_MS = 86_400_000
/** @type {Record<string, string>} */
const LOCALES = { id: "id-ID", en: "en-GB" }

let serverAheadMs = 0

/** @param {string} iso the server's present, as just heard */
export function setServerTime(iso) {
  serverAheadMs = Date.parse(iso) - Date.now()
}

/** @returns {Date} */
export const serverNow = () => new Date(Date.now() + serverAheadMs)

/**
 * "09.41"
 * @param {string | Date} at
 * @param {string} zone such as "Asia/Jakarta"
 */
export function clock(at, zone) {
  const parts = partsOf(at, zone, "id", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" })
  return `${parts.hour}.${parts.minute}`
}

/**
 * "Selasa, 24 November 2026"
 * @param {string | Date} at
 * @param {string} zone
 * @param {string} [language]
 */
export function dayLong(at, zone, language = "id") {
  const parts = partsOf(at, zone, language, { weekday: "long", day: "numeric", month: "long", year: "numeric" })
  return `${parts.weekday}, ${parts.day} ${parts.month} ${parts.year}`
}

/**
 * "Sel 24 Nov"
 * @param {string | Date} at
 * @param {string} zone
 * @param {string} [language]
 */
export function dayShort(at, zone, language = "id") {
  const parts = partsOf(at, zone, language, { weekday: "short", day: "numeric", month: "short" })
  return `${parts.weekday} ${parts.day} ${parts.month}`
}

/**
 * "MPP Kabupaten Contoh", where the full name has no room
 * @param {string} name
 */
export const mallShort = (name) => name.replace(/^mal pelayanan publik\b/i, "MPP")

/**
 * Whole minutes from then until the server's present; never negative.
 * @param {string} iso
 * @param {Date} [now]
 */
export function minutesSince(iso, now = serverNow()) {
  return Math.max(0, Math.floor((now.getTime() - Date.parse(iso)) / MINUTE_MS))
}

/** @typedef {{ low: number, likely: number, high: number }} Wait minutes */

/**
 * "15–25 menit", "segera" under five minutes, "belum diketahui".
 * @param {import("./words.js").Words} words with the room "shared"
 * @param {Wait | null | undefined} wait
 */
export function waitText(words, wait) {
  return waitIn(words, wait, "shared.wait_range", "shared.wait_about")
}

/**
 * The same with "mnt", where room is short.
 * @param {import("./words.js").Words} words
 * @param {Wait | null | undefined} wait
 */
export function waitShort(words, wait) {
  return waitIn(words, wait, "shared.wait_range_short", "shared.wait_about_short")
}

/**
 * How busy, from the wait or else from the people ahead: 1 calm, 2 busy, 3 very busy.
 * @param {Wait | null | undefined} wait
 * @param {number} [ahead]
 * @returns {1 | 2 | 3}
 */
export function busyLevel(wait, ahead = 0) {
  if (wait) return wait.likely < 15 ? 1 : wait.likely < 35 ? 2 : 3
  return ahead < 4 ? 1 : ahead < 12 ? 2 : 3
}

/**
 * Why a place gives no number now, and from when: "Istirahat · buka 13.00", "Kuota hari ini habis · buka besok 08.00".
 * @param {import("./words.js").Words} words
 * @param {{ reason: string | null, opens_at: string | null }} place
 * @param {string} zone
 * @param {Date} [now]
 */
export function closedText(words, { reason, opens_at }, zone, now = serverNow()) {
  const why = reasonText(words, reason)
  return opens_at ? words("shared.closed_until", { reason: why, opens: opensText(words, opens_at, zone, now) }) : why
}

/**
 * "Istirahat", never a code
 * @param {import("./words.js").Words} words
 * @param {string | null} reason
 */
export function reasonText(words, reason) {
  const known = reason && words.has(`shared.reason.${reason}`)
  return words(known ? `shared.reason.${reason}` : "shared.reason.unknown")
}

/**
 * "buka 13.00", "buka besok 08.00", "buka Kamis 08.30" ("opens Thu 08.30"), "buka 2 Des 08.00"
 * @param {import("./words.js").Words} words
 * @param {string} opensAt
 * @param {string} zone
 * @param {Date} [now]
 */
export function opensText(words, opensAt, zone, now = serverNow()) {
  const time = clock(opensAt, zone)
  const days = daysBetween(now, opensAt, zone)
  if (days <= 0) return words("shared.opens_today", { time })
  if (days === 1) return words("shared.opens_tomorrow", { time })
  const wanted = days < 7 ? { weekday: words.language === "en" ? "short" : "long" } : { day: "numeric", month: "short" }
  const parts = partsOf(opensAt, zone, words.language, /** @type {Intl.DateTimeFormatOptions} */ (wanted))
  const day = days < 7 ? parts.weekday : `${parts.day} ${parts.month}`
  return words("shared.opens_on", { day, time })
}

/**
 * @param {import("./words.js").Words} words
 * @param {Wait | null | undefined} wait
 * @param {string} range key of the sentence with {low} and {high}
 * @param {string} about key of the sentence with {high}
 */
function waitIn(words, wait, range, about) {
  if (!wait) return words("shared.wait_unknown")
  if (wait.high <= SOON_MINUTES) return words("shared.wait_soon")
  return words(wait.low === wait.high ? about : range, { low: wait.low, high: wait.high })
}

/**
 * @param {string | Date} at
 * @param {string} zone
 * @param {string} language
 * @param {Intl.DateTimeFormatOptions} wanted
 * @returns {Record<string, string>}
 */
function partsOf(at, zone, language, wanted) {
  const parts = new Intl.DateTimeFormat(LOCALES[language] ?? LOCALES.id, { ...wanted, timeZone: zone }).formatToParts(new Date(at))
  return Object.fromEntries(parts.map(({ type, value }) => [type, value]))
}

/**
 * @param {Date} from
 * @param {string} to
 * @param {string} zone
 */
function daysBetween(from, to, zone) {
  const midnight = (/** @type {string | Date} */ at) => {
    const parts = partsOf(at, zone, "id", { year: "numeric", month: "2-digit", day: "2-digit" })
    return Date.UTC(Number(parts.year), Number(parts.month) - 1, Number(parts.day))
  }
  return Math.round((midnight(to) - midnight(from)) / DAY_MS)
}
