// @ts-check
/** Finds a service or a number by what the officer types. Pure. */

const MOST_ROWS = 40

/**
 * Services whose name, code or agency holds every typed word; open ones first, then by popularity.
 * @param {{agencies: any[]}} catalogue
 * @param {string} text
 * @param {{language: string, except: string}} how `except`: the service the visitor already has
 */
export function servicesFor(catalogue, text, { language, except }) {
  const wanted = wordsOf(text)
  const services = catalogue.agencies.flatMap((agency) => agency.services.map((service) => ({
    ...service,
    title: language === "en" ? service.name_en || service.name : service.name,
    agencyName: agency.short_name ?? agency.name,
    haystack: plain([service.name, service.name_en, service.code, agency.short_name, agency.name, agency.code].join(" ")),
  })))
  return services
    .filter((service) => service.code !== except && wanted.every((word) => service.haystack.includes(word)))
    .sort((a, b) => Number(b.open) - Number(a.open) || (b.popularity ?? 0) - (a.popularity ?? 0))
    .slice(0, MOST_ROWS)
}

/**
 * Numbers of the desk's own lists that hold what was typed; a number typed whole is also found on the hall's board.
 * @param {{waiting: any[], parked: any[], missed: any[]}} desk
 * @param {{tickets: any[]}|null} board
 * @param {string} text
 */
export function ticketsFor(desk, board, text) {
  const wanted = plainNumber(text)
  const typed = bare(text)
  const matches = ({ number }) => bare(number).includes(typed) || plainNumber(number).startsWith(wanted)
  const own = [...desk.missed, ...desk.parked, ...desk.waiting].filter(matches)
  const known = new Set(own.map((ticket) => ticket.id))
  const free = ["waiting", "missed", "parked"]
  const far = wanted === "" ? [] : (board?.tickets ?? [])
    .filter((ticket) => !known.has(ticket.id) && free.includes(ticket.state) && plainNumber(ticket.number) === wanted)
  return [...own, ...far].slice(0, MOST_ROWS)
}

/** "1a 12" and "1A-012" alike: letters and figures only, without leading noughts of the sequence. */
export function plainNumber(text) {
  const parts = /^(\d*[A-Z]+)(\d*)$/.exec(bare(text))
  return parts ? parts[1] + parts[2].replace(/^0+(?=\d)/, "") : bare(text)
}

function bare(text) {
  return text.toUpperCase().replace(/[^A-Z0-9]/g, "")
}

function wordsOf(text) {
  return plain(text).split(" ").filter(Boolean)
}

function plain(text) {
  return text.toLowerCase().replace(/[^a-z0-9]+/g, " ").trim()
}
