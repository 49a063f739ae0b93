// @ts-check
/** Why a visitor steps aside: four codes with words in every language; anything else is read as it was written. */

export const PARK_REASONS = ["documents", "photocopy", "bank", "system"]

/** @param {any} words @param {string|null} reason */
export function parkWords(words, reason) {
  if (!reason) return words("console.park_plain")
  return PARK_REASONS.includes(reason) ? words(`console.park_${reason}`) : reason
}
