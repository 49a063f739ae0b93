// @ts-check
/** Takes a new device into the house: the code it shows, a name, a zone, and for a kiosk its printer. */

import { html, useState } from "/shared/vendor/preact.js"
import { Icon } from "/shared/icons.js"
import { useHouse } from "/shared/staff/house.js"
import { codeAsTyped, deviceRows, isWholeCode } from "./office_view.js"

const EMPTY = { code: "", name: "", zone: "", printer: "" }

export function PairForm({ board, devices, onPaired }) {
  const { words, api } = useHouse()
  const [form, setForm] = useState(EMPTY)
  const [told, setTold] = useState(null)
  const change = (field) => (event) => setForm({ ...form, [field]: event.currentTarget.value })
  const printers = deviceRows(devices).filter((device) => device.kind === "printer")

  const submit = async (event) => {
    event.preventDefault()
    const { code, name, zone, printer } = form
    const body = { code, name: name.trim(), ...(zone && { zone }), ...(printer && { printer }) }
    try {
      await api.post("/devices/pair", body)
      setTold({ state: "done", text: words("office.paired", { name: body.name }) })
      setForm(EMPTY)
      onPaired()
    } catch (problem) {
      setTold({ state: "refused", text: problem?.status ? problem.title : words("door.unreachable") })
    }
  }
  return html`
    <form class="panel office-form" onSubmit=${submit}>
      <h2 class="panel-title">${words("office.pair_title")}</h2>
      <p class="office-lead">${words("office.pair_lead")}</p>
      <label class="field">
        <span class="field-label">${words("office.code")}</span>
        <input class="field-input code-input" value=${form.code} placeholder="ABCD-EFGH" autocomplete="off" spellcheck=${false} required
          onInput=${(event) => setForm({ ...form, code: codeAsTyped(event.currentTarget.value) })} />
      </label>
      <label class="field">
        <span class="field-label">${words("office.device_name")}</span>
        <input class="field-input" value=${form.name} maxlength="60" required onInput=${change("name")} />
        <span class="field-help">${words("office.device_name_help")}</span>
      </label>
      <${Select} label=${words("office.zone")} value=${form.zone} onChange=${change("zone")} none=${words("office.whole_hall")}
        choices=${(board?.zones ?? []).map((zone) => ({ value: zone.code, text: zone.name }))} />
      <${Select} label=${words("office.printer")} value=${form.printer} onChange=${change("printer")} none=${words("office.no_printer")}
        choices=${printers.map((printer) => ({ value: printer.name, text: printer.name }))} />
      <p class="office-told" role="status" data-state=${told?.state ?? "calm"}>${told?.text ?? ""}</p>
      <button class="button" data-kind="primary" data-size="tall" disabled=${!isWholeCode(form.code) || form.name.trim() === ""}>
        <${Icon} name="link" size="22" />${words("office.pair")}
      </button>
    </form>`
}

/** @param {{label: string, value: any, onChange: any, none?: string, choices: {value: any, text: string}[]}} props */
export function Select({ label, value, onChange, none, choices }) {
  return html`
    <label class="field">
      <span class="field-label">${label}</span>
      <select class="field-input" value=${value} onChange=${onChange}>
        ${none !== undefined && html`<option value="">${none}</option>`}
        ${choices.map((one) => html`<option key=${one.value} value=${one.value}>${one.text}</option>`)}
      </select>
    </label>`
}
