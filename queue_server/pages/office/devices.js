// @ts-check
/** Devices: the paired ones, and a place to type the code that a new one shows. */

import { html, useState } from "/shared/vendor/preact.js"
import { clock } from "/shared/format.js"
import { Icon } from "/shared/icons.js"
import { Dialog } from "/shared/staff/dialog.js"
import { useHouse } from "/shared/staff/house.js"
import { deviceRows } from "./office_view.js"
import { PairForm } from "./pair_form.js"

const SIGNS = { kiosk: "ticket", display: "monitor", printer: "printer", survey: "smartphone" }

export function Devices({ board, devices, read }) {
  const { words } = useHouse()
  const [leaving, setLeaving] = useState(null)
  const rows = deviceRows(devices ?? [])
  return html`
    <div class="office-columns">
      <section class="panel">
        <h1 class="panel-title">${words("office.devices")}</h1>
        <ul class="office-list">
          ${rows.map((device) => html`
            <${Device} key=${device.id} device=${device} devices=${devices} board=${board} onRevoke=${() => setLeaving(device)} />`)}
        </ul>
        ${devices && rows.length === 0 && html`<p class="empty-note">${words("office.no_devices")}</p>`}
      </section>
      <${PairForm} board=${board} devices=${devices ?? []} onPaired=${read} />
      ${leaving && html`<${RevokeDialog} device=${leaving} onClose=${() => setLeaving(null)} onDone=${read} />`}
    </div>`
}

function Device({ device, devices, board, onRevoke }) {
  const { words } = useHouse()
  const zone = board?.zones.find((one) => one.code === device.zone)?.name
  const printer = devices.find((one) => one.id === device.printer)?.name
  const about = [words(`shared.device_${device.kind}`), zone ?? words("office.whole_hall"), printer && words("office.prints_on", { printer })]
  return html`
    <li class="office-row" data-online=${device.online ? "yes" : "no"}>
      <span class="office-sign"><${Icon} name=${SIGNS[device.kind] ?? "circle"} size="24" /></span>
      <span class="office-name">${device.name}<small>${about.filter(Boolean).join(" · ")}</small></span>
      <span class="office-state"><i aria-hidden="true"></i>${stateText(device, words, board?.mall?.timezone)}</span>
      <button type="button" class="button" data-size="small" data-kind="alert" onClick=${onRevoke}>${words("office.revoke")}</button>
    </li>`
}

function RevokeDialog({ device, onClose, onDone }) {
  const { words, api } = useHouse()
  const [refusal, setRefusal] = useState(null)
  const revoke = async () => {
    try {
      await api.post(`/devices/${device.id}/revoke`)
      onDone()
      onClose()
    } catch (problem) {
      setRefusal(problem?.status ? problem.title : words("door.unreachable"))
    }
  }
  return html`
    <${Dialog} title=${words("office.revoke_title", { name: device.name })} lead=${words("office.revoke_lead")} onClose=${onClose}>
      ${refusal && html`<p class="dialog-refusal" role="alert">${refusal}</p>`}
      <div class="dialog-acts">
        <button type="button" class="button" data-first onClick=${onClose}>${words("office.keep")}</button>
        <button type="button" class="button" data-kind="alert" onClick=${revoke}>${words("office.revoke_do")}</button>
      </div>
    <//>`
}

function stateText({ online, seen_at: seenAt }, words, zone) {
  if (online) return words("office.online")
  return seenAt ? words("office.offline_since", { time: clock(seenAt, zone) }) : words("office.never_seen")
}
