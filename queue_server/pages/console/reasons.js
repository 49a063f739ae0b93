// @ts-check
/** Reasons in words: why a ticket stands where it stands, and why a visitor steps aside. */

import { clock } from "/shared/format.js"

/** Codes with words in every language, for the visitor reads them too; any other reason is read as it was written. */
export const PARK_REASONS = ["documents", "photocopy", "bank", "system"]

/** @param {any} words @param {string|null} reason */
export function parkWords(words, reason) {
  if (!reason) return words("console.park_plain")
  return PARK_REASONS.includes(reason) ? words(`console.park_${reason}`) : reason
}

/**
 * "prioritas, datang 09.35, diperhitungkan 08.35"; nothing for whom only the order of coming counts.
 * @param {any} words
 * @param {{code: string, joined_at: string, counted_from: string}|null} why
 * @param {string} zone
 */
export function whyText(words, why, zone) {
  if (!why || why.code === "order") return ""
  return words(`console.why_${why.code}`, { joined: clock(why.joined_at, zone), counted: clock(why.counted_from, zone) })
}
