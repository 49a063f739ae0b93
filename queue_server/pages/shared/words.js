// @ts-check
/** The words people read, by key: `words("kiosk.choose_service", { agency })`. */

/**
 * @callback Say
 * @param {string} key
 * @param {Record<string, string | number>} [facts] values for the {placeholders}
 * @returns {string} the sentence; the key itself when it has no words yet
 */
/** @typedef {Say & { language: string, has: (key: string) => boolean }} Words */

/**
 * @param {string[]} rooms such as ["shared", "kiosk"]
 * @param {string} language "id" or "en"
 * @returns {Promise<Words>} rejects when a room cannot be fetched
 */
export async function loadWords(rooms, language) {
  const loaded = await Promise.all(rooms.map((room) => fetchRoom(room, language)))
  return wordsFrom(Object.assign({}, ...loaded), language)
}

/**
 * @param {Record<string, string>} sentences
 * @param {string} language
 * @returns {Words} when `count` is 1 and there is a sentence under `<key>_one`, that one is said
 */
export function wordsFrom(sentences, language) {
  /** @type {Say} */
  const say = (key, facts = {}) => {
    const one = facts.count === 1 ? sentences[`${key}_one`] : undefined
    const sentence = one ?? sentences[key]
    if (sentence === undefined) {
      console.warn(`no words for ${key} (${language})`)
      return key
    }
    return sentence.replace(/\{(\w+)\}/g, (whole, name) => (name in facts ? String(facts[name]) : whole))
  }
  return Object.assign(say, { language, has: (/** @type {string} */ key) => key in sentences })
}

/**
 * @param {string} room
 * @param {string} language
 * @returns {Promise<Record<string, string>>}
 */
async function fetchRoom(room, language) {
  const answer = await fetch(`/words/${room}.${language}.json`)
  if (!answer.ok) throw new Error(`words of ${room} (${language}): ${answer.status}`)
  return answer.json()
}
