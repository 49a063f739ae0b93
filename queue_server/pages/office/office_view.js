// @ts-check
/** What the administrator's lists show, and what a pairing code looks like. Pure. */

/** Letters of a code, without its dash. */
const CODE_LETTERS = 8

/** Devices that still belong to the house: those that do not answer first, then by name. */
export function deviceRows(devices) {
  return devices
    .filter((device) => device.state !== "revoked" && !device.revoked_at)
    .sort((a, b) => Number(a.online) - Number(b.online) || a.name.localeCompare(b.name, "id", { numeric: true }))
}

/** People who may sign in first, then by name. */
export function peopleRows(people) {
  const isActive = (person) => person.active !== false && !person.deactivated_at
  return people
    .map((person) => ({ ...person, isActive: isActive(person) }))
    .sort((a, b) => Number(b.isActive) - Number(a.isActive) || a.name.localeCompare(b.name, "id"))
}

/** "ktrmpqwx" as it is typed → "KTRM-PQWX"; what is no letter or figure falls away. */
export function codeAsTyped(text) {
  const bare = text.toUpperCase().replace(/[^A-Z0-9]/g, "").slice(0, CODE_LETTERS)
  const half = CODE_LETTERS / 2
  return bare.length > half ? `${bare.slice(0, half)}-${bare.slice(half)}` : bare
}

/** Whether the code is whole. */
export function isWholeCode(text) {
  return codeAsTyped(text).length === CODE_LETTERS + 1
}

/** Roles that belong to one agency must name it; the others may. */
export function needsAgency(role) {
  return role === "officer"
}
