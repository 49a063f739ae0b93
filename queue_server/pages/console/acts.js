// @ts-check
/** What the officer may do now, and what each key means. Pure: no page, no network, no clock. */

/** Two presses closer than this are one press of a nervous finger. Milliseconds. */
export const SETTLE_MS = 700

/** Each act of the grid in its order on screen: the key, and the desk states in which it makes sense. */
const GRID = [
  { name: "announce", key: "R", icon: "megaphone", in: ["calling"] },
  { name: "miss", key: "T", icon: "user-x", in: ["calling"] },
  { name: "park", key: "P", icon: "circle-parking", in: ["serving"] },
  { name: "transfer", key: "A", icon: "arrow-right-left", in: ["serving"] },
  { name: "finish", key: "S", icon: "check", in: ["serving"] },
  { name: "return", key: "K", icon: "undo-2", in: ["calling", "serving"] },
  { name: "call", key: "F", icon: "search", in: ["ready"] },
  { name: "pause", key: "B", icon: "coffee", in: ["ready"] },
]

const ELSEWHERE = { X: "close", U: "undo", "?": "help" }

/**
 * The one act of Space and Enter: its command, and the key of its words. `quiet` when nobody waits.
 * @param {{state: string, waiting_count: number, counter: string, ticket: object|null}} desk
 * @returns {{name: string, verb: string, words: string, quiet: boolean}}
 */
export function nextAct(desk) {
  const nobody = desk.waiting_count === 0
  if (desk.state === "paused") return { name: "resume_desk", verb: "open", words: "console.next_resume", quiet: false }
  if (desk.state === "calling") return { name: "start", verb: "start", words: "console.next_start", quiet: false }
  if (desk.state !== "serving") return { name: "call_next", verb: "call-next", words: "console.next_call", quiet: nobody }
  if (nobody) return { name: "finish", verb: "finish", words: "console.next_finish", quiet: false }
  return { name: "finish_and_call", verb: "finish-and-call-next", words: "console.next_finish_and_call", quiet: false }
}

/**
 * The grid of acts for this desk; an act that cannot be done keeps its place and is told as not allowed.
 * @param {{state: string, announcements?: {count: number, max: number, next_at: string|null}|null}} desk
 * @param {number} now milliseconds since the epoch
 */
export function actsOf(desk, now) {
  return GRID.map(({ name, key, icon, in: states }) => ({
    name,
    key,
    icon,
    allowed: states.includes(desk.state) && (name !== "announce" || mayAnnounce(desk.announcements, now)),
  }))
}

/**
 * What a key press asks for, or null when it is not ours: typing, a held key, a browser shortcut, an open dialog.
 * @param {{key: string, ctrlKey?: boolean, altKey?: boolean, metaKey?: boolean, repeat?: boolean}} press
 * @param {{typing: boolean, dialog: boolean, onControl: boolean}} where
 * @returns {string|null} "next" or the name of an act
 */
export function intentOf(press, { typing, dialog, onControl }) {
  if (typing || dialog || press.repeat || press.altKey || press.metaKey) return null
  const key = press.key.length === 1 ? press.key.toUpperCase() : press.key
  if (press.ctrlKey) return key === "Z" ? "undo" : null
  if (key === " " || key === "Enter") return onControl ? null : "next"
  return GRID.find((act) => act.key === key)?.name ?? ELSEWHERE[key] ?? null
}

/**
 * Whether a press is meant: a second one within the settling time belongs to the first.
 * @param {number|null} lastPressAt milliseconds
 * @param {number} now milliseconds
 */
export function isMeant(lastPressAt, now) {
  return lastPressAt === null || now - lastPressAt >= SETTLE_MS
}

/** Seconds until the number may be announced again; 0 when it may now. */
export function announceAfter(announcements, now) {
  if (!announcements?.next_at) return 0
  return Math.max(0, Math.ceil((Date.parse(announcements.next_at) - now) / 1000))
}

/** Every key and its act, in the order the help shows them. */
export function keyTable() {
  return [
    { key: "Space", name: "next" },
    ...GRID.map(({ key, name }) => ({ key, name })),
    ...Object.entries(ELSEWHERE).map(([key, name]) => ({ key, name })),
  ]
}

function mayAnnounce(announcements, now) {
  if (!announcements) return true
  return announcements.count < announcements.max && announceAfter(announcements, now) === 0
}
