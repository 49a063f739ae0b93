// @ts-check
/** People: who may sign in, in which role and agency; adding one, and letting one go. */

import { html, useState } from "/shared/vendor/preact.js"
import { Icon } from "/shared/icons.js"
import { Dialog } from "/shared/staff/dialog.js"
import { useHouse } from "/shared/staff/house.js"
import { peopleRows } from "./office_view.js"
import { PersonForm } from "./person_form.js"

export function People({ board, people, read }) {
  const { words } = useHouse()
  const [leaving, setLeaving] = useState(null)
  const [search, setSearch] = useState("")
  const wanted = search.trim().toLowerCase()
  const rows = peopleRows(people ?? []).filter((one) => `${one.name} ${one.username} ${one.agency ?? ""}`.toLowerCase().includes(wanted))
  return html`
    <div class="office-columns">
      <section class="panel">
        <h1 class="panel-title">${words("office.people")}</h1>
        <label class="field">
          <span class="visually-hidden">${words("office.search_people")}</span>
          <input class="field-input" type="search" value=${search} placeholder=${words("office.search_people")}
            onInput=${(event) => setSearch(event.currentTarget.value)} />
        </label>
        <ul class="office-list">
          ${rows.map((person) => html`<${Person} key=${person.id} person=${person} board=${board} onLeave=${() => setLeaving(person)} />`)}
        </ul>
        ${people && rows.length === 0 && html`<p class="empty-note">${words("office.nobody_found")}</p>`}
      </section>
      <${PersonForm} board=${board} onAdded=${read} />
      ${leaving && html`<${LeaveDialog} person=${leaving} onClose=${() => setLeaving(null)} onDone=${read} />`}
    </div>`
}

function Person({ person, board, onLeave }) {
  const { words, person: me } = useHouse()
  const agency = board?.agencies.find((one) => one.code === person.agency)?.short_name ?? person.agency
  const about = [words(`door.role_${person.role}`), agency, person.username].filter(Boolean).join(" · ")
  const mayLeave = person.isActive && person.username !== me.username
  return html`
    <li class="office-row" data-active=${person.isActive ? "yes" : "no"}>
      <span class="office-sign"><${Icon} name=${person.isActive ? "user" : "user-x"} size="24" /></span>
      <span class="office-name">${person.name}<small>${about}</small></span>
      <span class="office-state">${person.isActive ? "" : words("office.inactive")}</span>
      ${mayLeave && html`
        <button type="button" class="button" data-size="small" data-kind="alert" onClick=${onLeave}>${words("office.deactivate")}</button>`}
    </li>`
}

function LeaveDialog({ person, onClose, onDone }) {
  const { words, api } = useHouse()
  const [refusal, setRefusal] = useState(null)
  const leave = async () => {
    try {
      await api.post(`/people/${person.id}/deactivate`)
      onDone()
      onClose()
    } catch (problem) {
      setRefusal(problem?.status ? problem.title : words("door.unreachable"))
    }
  }
  return html`
    <${Dialog} title=${words("office.deactivate_title", { name: person.name })} lead=${words("office.deactivate_lead")} onClose=${onClose}>
      ${refusal && html`<p class="dialog-refusal" role="alert">${refusal}</p>`}
      <div class="dialog-acts">
        <button type="button" class="button" data-first onClick=${onClose}>${words("office.keep")}</button>
        <button type="button" class="button" data-kind="alert" onClick=${leave}>${words("office.deactivate")}</button>
      </div>
    <//>`
}
