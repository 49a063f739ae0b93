// @ts-check
/** Adds a person: a name, a role, an agency where the role needs one, and a first password. */

import { html, useState } from "/shared/vendor/preact.js"
import { Icon } from "/shared/icons.js"
import { useHouse } from "/shared/staff/house.js"
import { needsAgency } from "./office_view.js"
import { Select } from "./pair_form.js"

const EMPTY = { name: "", username: "", role: "officer", agency: "", password: "" }
const ROLES = ["officer", "supervisor", "receptionist", "administrator", "monitor"]
const SHORTEST_PASSWORD = 10
const USERNAME = /^[a-z0-9][a-z0-9._-]{1,58}$/

export function PersonForm({ board, onAdded }) {
  const { words, api } = useHouse()
  const [form, setForm] = useState(EMPTY)
  const [told, setTold] = useState(null)
  const change = (field) => (event) => setForm({ ...form, [field]: event.currentTarget.value })
  const agencies = [...(board?.agencies ?? [])].sort((a, b) => a.short_name.localeCompare(b.short_name))
  const username = form.username.trim().toLowerCase()

  const submit = async (event) => {
    event.preventDefault()
    const { agency, ...rest } = form
    try {
      await api.post("/people", { ...rest, name: form.name.trim(), username, ...(agency && { agency }) })
      setTold({ state: "done", text: words("office.person_added", { name: form.name.trim() }) })
      setForm(EMPTY)
      onAdded()
    } catch (problem) {
      setTold({ state: "refused", text: problem?.status ? problem.title : words("door.unreachable") })
    }
  }
  const isWhole = form.name.trim() && USERNAME.test(username) && form.password.length >= SHORTEST_PASSWORD && (form.agency || !needsAgency(form.role))
  return html`
    <form class="panel office-form" onSubmit=${submit}>
      <h2 class="panel-title">${words("office.add_person")}</h2>
      <${Text} label=${words("office.person_name")} value=${form.name} onInput=${change("name")} />
      <${Text} label=${words("door.username")} value=${form.username} onInput=${change("username")} help=${words("office.username_help")} />
      <${Select} label=${words("office.role")} value=${form.role} onChange=${change("role")}
        choices=${ROLES.map((value) => ({ value, text: words(`door.role_${value}`) }))} />
      <${Select} label=${words("office.agency")} value=${form.agency} onChange=${change("agency")}
        none=${needsAgency(form.role) ? words("office.choose_agency") : words("office.whole_mall")}
        choices=${agencies.map((one) => ({ value: one.code, text: one.short_name }))} />
      <${Text} label=${words("office.first_password")} value=${form.password} onInput=${change("password")} type="password"
        autocomplete="new-password" help=${words("office.password_help", { count: SHORTEST_PASSWORD })} />
      <p class="office-told" role="status" data-state=${told?.state ?? "calm"}>${told?.text ?? ""}</p>
      <button class="button" data-kind="primary" data-size="tall" disabled=${!isWhole}>
        <${Icon} name="user-plus" size="22" />${words("office.add_person")}
      </button>
    </form>`
}

function Text({ label, value, onInput, help, type = "text", autocomplete = "off" }) {
  return html`
    <label class="field">
      <span class="field-label">${label}</span>
      <input class="field-input" type=${type} value=${value} onInput=${onInput} autocomplete=${autocomplete} maxlength="80" spellcheck=${false} />
      ${help && html`<span class="field-help">${help}</span>`}
    </label>`
}
