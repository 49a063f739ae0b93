// @ts-check
/** The hall as the supervisor reads it: which agency first, and how each wait stands to its target. Pure. */

/** From this part of the target on, a wait is near it. */
const NEAR = 0.8

/**
 * How the longest wait stands: "none" (nobody waits), "calm", "near" or "over" the target.
 * @param {{waiting: number, longest_wait_minutes: number|null, target_minutes?: number|null}} line
 */
export function levelOf(line) {
  if (!line.waiting) return "none"
  const longest = line.longest_wait_minutes ?? 0
  if (!line.target_minutes || longest < line.target_minutes * NEAR) return "calm"
  return longest > line.target_minutes ? "over" : "near"
}

/**
 * Agencies to show, each with its level and the wait of its slowest line; by default those with people waiting first,
 * the longest wait before the others.
 * @param {any} hall the answer of GET /hall
 * @param {{search: string, sort: {by: string, down: boolean}}} wish
 */
export function agencyRows(hall, { search, sort }) {
  const wanted = search.trim().toLowerCase()
  const rows = hall.agencies.map(agencyRow).filter((row) => wanted === "" || row.haystack.includes(wanted))
  const side = sort.down ? -1 : 1
  const inOrder = (a, b) => side * compare(valueOf(a, sort.by), valueOf(b, sort.by)) || b.waiting - a.waiting || compare(a.short_name, b.short_name)
  return rows.sort(inOrder)
}

/** Counters of these agencies by agency, then number. */
export function counterTiles(hall, { search }) {
  const wanted = search.trim().toLowerCase()
  const names = new Map(hall.agencies.map((agency) => [agency.code, agency.short_name]))
  return hall.counters
    .map((desk) => ({ ...desk, agencyName: names.get(desk.agency) ?? desk.agency }))
    .filter((desk) => wanted === "" || haystackOf(desk).includes(wanted))
    .sort((a, b) => compare(a.agencyName, b.agencyName) || Number(a.number) - Number(b.number) || compare(a.number, b.number))
}

/** How many counters stand in each state, for the strip. */
export function countersByState(hall) {
  const { counters_open: open, counters_paused: paused, counters_closed: closed } = hall.totals
  return { open, paused, closed, all: open + paused + closed }
}

/** How many of the paired devices answer; null where devices are not shown. */
export function devicesThatAnswer({ devices }) {
  return devices ? { online: devices.filter((device) => device.online).length, all: devices.length } : null
}

/** "Yuni Ginting" → "Yuni G.": a person's name where there is room for one word. */
export function nameInBrief(name) {
  const [first, ...rest] = (name ?? "").split(" ").filter((word) => !word.endsWith("."))
  return rest.length > 0 ? `${first} ${rest.at(-1)[0]}.` : first ?? ""
}

/** The sort after a press on a column: the other way round when it was sorted by it already. */
export function nextSort(sort, by) {
  return sort.by === by ? { by, down: !sort.down } : { by, down: by !== "name" }
}

/**
 * The ticket of a number as people type it ("1a 12"), among those of the board.
 * @param {{tickets: any[]}|null} board
 * @param {string} text
 */
export function findTicket(board, text) {
  const wanted = plainNumber(text)
  if (!board || wanted === "") return null
  return board.tickets.find((ticket) => plainNumber(ticket.number) === wanted) ?? null
}

/** Whether a text looks like a ticket's number rather than a name. */
export function looksLikeNumber(text) {
  return /^\s*\d{0,2}[a-z]{1,2}[\s-]*\d{1,4}\s*$/i.test(text)
}

function agencyRow(agency) {
  const levels = agency.lines.map(levelOf)
  const level = ["over", "near", "calm"].find((one) => levels.includes(one)) ?? "none"
  const slowest = agency.lines.filter((line) => line.wait).sort((a, b) => b.wait.high - a.wait.high)[0] ?? null
  const services = agency.lines.flatMap((line) => line.services)
  const names = [...agency.lines.flatMap((line) => [line.code, line.name]), ...services.flatMap((one) => [one.name, one.name_en])]
  return {
    ...agency,
    level,
    wait: slowest?.wait ?? null,
    closedServices: services.filter((service) => !service.open).length,
    haystack: [agency.code, agency.name, agency.short_name, ...names].join(" ").toLowerCase(),
  }
}

function haystackOf({ agencyName, counter, officer, number_in_hand: inHand }) {
  return [agencyName, counter, officer, inHand].join(" ").toLowerCase()
}

function valueOf(row, by) {
  if (by === "urgency") return row.waiting ? 1000 + (row.longest_wait_minutes ?? 0) + (row.level === "over" ? 1000 : 0) : 0
  if (by === "name") return row.short_name
  if (by === "counters") return row.counters.open
  if (by === "wait") return row.wait?.high ?? -1
  return row[by] ?? -1
}

function plainNumber(text) {
  const bare = text.toUpperCase().replace(/[^A-Z0-9]/g, "")
  const parts = /^(\d*[A-Z]+)(\d+)$/.exec(bare)
  return parts ? parts[1] + Number(parts[2]) : ""
}

function compare(a, b) {
  if (typeof a === "string") return a.localeCompare(b, "id")
  return a - b
}
