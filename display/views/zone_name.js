/** "Zona 1 · Lantai 1" */
export function zoneName(zone, words) {
  const name = (words.language === "en" && zone.name_en) || zone.name
  return `${name} · ${words("shared.floor", { floor: zone.floor })}`
}
