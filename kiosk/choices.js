/** What there is to choose, in which order, on how many pages. Pure: no network, no DOM, no clock. */

export const POPULAR_SHOWN = 8
export const AGENCIES_A_PAGE = 15
export const SERVICES_A_PAGE = 8

/**
 * The order of everything, fixed until the kiosk has stood untouched: nothing moves under a finger.
 * @returns {{ popular: string[], agencies: string[] }} codes
 */
export function rank(catalogue) {
  const services = catalogue.agencies.flatMap((agency) => agency.services)
  const popular = [...services].sort((a, b) => b.popularity - a.popularity || byName(a, b)).slice(0, POPULAR_SHOWN)
  const agencies = [...catalogue.agencies].sort((a, b) => b.demand_share - a.demand_share || byName(a, b))
  return { popular: popular.map(({ code }) => code), agencies: agencies.map(({ code }) => code) }
}

/** The popular services as they now are, in the fixed order, each with its agency; those that are gone leave no hole. */
export function popularNow(catalogue, order) {
  const known = new Map(catalogue.agencies.flatMap((agency) => agency.services.map((service) => [service.code, { agency, service }])))
  return order.popular.map((code) => known.get(code)).filter(Boolean)
}

/** The agencies as they now are, in the fixed order; new ones come last. */
export function agenciesNow(catalogue, order) {
  const place = (agency) => {
    const at = order.agencies.indexOf(agency.code)
    return at < 0 ? order.agencies.length : at
  }
  return [...catalogue.agencies].sort((a, b) => place(a) - place(b))
}

/** The services of an agency, in the agency's own order. */
export const servicesOf = (catalogue, agencyCode) =>
  catalogue.agencies.find(({ code }) => code === agencyCode)?.services ?? []

/** One page of a list; a page beyond the end is the last. */
export function pageOf(list, page, size) {
  const pages = Math.max(1, Math.ceil(list.length / size))
  const at = Math.min(page, pages - 1)
  return { shown: list.slice(at * size, (at + 1) * size), page: at, pages }
}

/** An agency's load in one line: its open services' worst wait and people ahead; or why it is closed and until when. */
export function loadOf(agency) {
  const open = agency.services.filter((service) => service.open)
  if (open.length === 0) return { open: false, ...firstToOpen(agency.services) }
  const lines = [...new Map(open.map((service) => [service.line, service])).values()]
  const waits = lines.map(({ wait }) => wait).filter(Boolean)
  return {
    open: true,
    ahead: lines.reduce((sum, { ahead }) => sum + ahead, 0),
    wait: waits.sort((a, b) => b.likely - a.likely)[0] ?? null,
  }
}

/** When no service in the mall gives a number: the reason and the time the first of them opens; null while any is open. */
export function mallClosed(catalogue) {
  const services = catalogue.agencies.flatMap((agency) => agency.services)
  return services.some(({ open }) => open) ? null : firstToOpen(services)
}

/**
 * A name that fits: words leave the middle, the abbreviation people know stays at the end.
 * "Perizinan Berusaha untuk Menunjang Kegiatan Usaha (PB-UMKU)" → "Perizinan Berusaha untuk Menunjang… (PB-UMKU)"
 */
export function shortened(name, most) {
  if (name.length <= most) return name
  const [, head, tail] = /^(.*?)\s*(\([^()]{2,14}\))?$/.exec(name)
  const room = most - (tail ? tail.length + 2 : 1)
  const words = head.split(" ")
  while (words.length > 1 && words.join(" ").length > room) words.pop()
  const kept = words.join(" ").slice(0, room).replace(/[\s,;:/]+$|\s+(dan|atau|untuk|bagi|di|of|and|or|for|the)$/i, "")
  return tail ? `${kept}… ${tail}` : `${kept}…`
}

/** The full name, without the short one that stands above it anyway. */
export function agencyName(agency, language) {
  const name = language === "en" ? agency.name_en : agency.name
  return name.replace(` (${agency.short_name})`, "")
}

/** A hyphen inside a word ("KTP-el") is no place to break the line. */
export const unbroken = (name) => name.replace(/(\S)-(?=\S)/g, "$1-\u2060")

/** @param {string} language */
export const fullName = (service, language) => (language === "en" ? service.name_en : service.name)

/** Its short name where the catalogue has one and room is scarce, else its full name. */
export function tileName(service, language) {
  return language === "en" ? service.short_name_en ?? service.name_en : service.short_name ?? service.name
}

const byName = (a, b) => a.name.localeCompare(b.name, "id")

function firstToOpen(services) {
  const opening = services.filter(({ opens_at }) => opens_at).sort((a, b) => Date.parse(a.opens_at) - Date.parse(b.opens_at))
  const { reason = null, opens_at = null } = opening[0] ?? services[0] ?? {}
  return { reason, opens_at }
}
