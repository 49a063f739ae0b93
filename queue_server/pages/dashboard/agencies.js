// @ts-check
/** All agencies in one table: those with people waiting first; any column sorts; a row opens to its services. */

import { html, useState } from "/shared/vendor/preact.js"
import { waitShort } from "/shared/format.js"
import { Icon } from "/shared/icons.js"
import { useHouse } from "/shared/staff/house.js"
import { AgencyLines } from "./agency_lines.js"
import { agencyRows, nextSort } from "./hall_view.js"
import { Level } from "./level.js"

const COLUMNS = ["name", "waiting", "longest_wait_minutes", "average_wait_minutes", "wait", "counters", "finished", "missed"]

export function Agencies({ hall, search, zone, onDone }) {
  const { words } = useHouse()
  const [sort, setSort] = useState({ by: "urgency", down: true })
  const [opened, setOpened] = useState(null)
  const rows = agencyRows(hall, { search, sort })
  return html`
    <section class="panel agencies">
      <h2 class="visually-hidden">${words("dashboard.agencies")}</h2>
      <table class="agency-table">
        <thead><tr>${COLUMNS.map((by) => html`<${Heading} key=${by} by=${by} sort=${sort} onSort=${() => setSort(nextSort(sort, by))} />`)}</tr></thead>
        ${rows.map((agency) => html`
          <${Agency} key=${agency.code} agency=${agency} zone=${zone} isOpen=${opened === agency.code || rows.length === 1}
            onToggle=${() => setOpened(opened === agency.code ? null : agency.code)} onDone=${onDone} />`)}
      </table>
      ${rows.length === 0 && html`<p class="empty-note">${words("dashboard.nothing_found")}</p>`}
    </section>`
}

function Heading({ by, sort, onSort }) {
  const { words } = useHouse()
  const way = sort.by !== by ? "none" : sort.down ? "descending" : "ascending"
  return html`
    <th scope="col" aria-sort=${way} data-column=${by}>
      <button type="button" class="sort" onClick=${onSort} title=${words(`dashboard.column_${by}_long`)}>
        ${words(`dashboard.column_${by}`)}
        ${way !== "none" && html`<${Icon} name=${sort.down ? "chevron-down" : "chevron-up"} size="16" />`}
      </button>
    </th>`
}

function Agency({ agency, zone, isOpen, onToggle, onDone }) {
  const { words } = useHouse()
  const minutes = (count) => (count === null ? "–" : words("shared.minutes_short", { count }))
  return html`
    <tbody class="agency" data-level=${agency.level} data-open=${isOpen ? "" : null}>
      <tr>
        <th scope="row">
          <button type="button" class="agency-name" aria-expanded=${isOpen} onClick=${onToggle}>
            <${Icon} name=${isOpen ? "chevron-down" : "chevron-right"} size="20" />
            <span><span class="agency-short">${agency.short_name}</span><${Level} level=${agency.level} /></span>
          </button>
        </th>
        <td data-column="waiting"><strong>${agency.waiting}</strong></td>
        <td data-column="longest">${minutes(agency.longest_wait_minutes)}</td>
        <td>${minutes(agency.average_wait_minutes)}</td>
        <td>${agency.waiting && agency.wait ? waitShort(words, agency.wait) : "–"}</td>
        <td><${CounterCount} counters=${agency.counters} /></td>
        <td>${agency.finished}</td>
        <td>${agency.missed}</td>
      </tr>
      ${isOpen && html`<tr><td class="agency-inside" colspan=${COLUMNS.length}>
        <${AgencyLines} agency=${agency} zone=${zone} onDone=${onDone} />
      </td></tr>`}
    </tbody>`
}

/** Open, paused and closed counters: a filled square, a barred one, an empty one, each with its count. */
function CounterCount({ counters }) {
  const { words } = useHouse()
  const text = words("dashboard.counters_of_agency", counters)
  return html`
    <span class="counter-count" title=${text}>
      <span class="visually-hidden">${text}</span>
      ${["open", "paused", "closed"].filter((state) => counters[state] > 0).map((state) => html`
        <span class="counter-mark" key=${state} data-state=${state} aria-hidden="true"><i></i>${counters[state]}</span>`)}
    </span>`
}
