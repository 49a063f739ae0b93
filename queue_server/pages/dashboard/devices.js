// @ts-check
/** The paired devices: which answer, and since when the others do not. */

import { html } from "/shared/vendor/preact.js"
import { clock } from "/shared/format.js"
import { Icon } from "/shared/icons.js"
import { useHouse } from "/shared/staff/house.js"

const SIGNS = { kiosk: "ticket", display: "monitor", printer: "printer", survey: "smartphone" }

export function Devices({ hall, zone }) {
  const { words } = useHouse()
  const devices = [...hall.devices].sort((a, b) => Number(a.online) - Number(b.online) || a.name.localeCompare(b.name))
  return html`
    <section class="panel">
      <h2 class="panel-title">${words("dashboard.devices")}</h2>
      <ul class="device-list">
        ${devices.map((device) => html`
          <li class="device" key=${`${device.kind} ${device.name}`} data-online=${device.online ? "yes" : "no"}>
            <${Icon} name=${SIGNS[device.kind] ?? "circle"} size="22" />
            <span class="device-name">${device.name}</span>
            <span class="device-state"><i aria-hidden="true"></i>${stateText(device, words, zone)}</span>
          </li>`)}
      </ul>
      ${devices.length === 0 && html`<p class="empty-note">${words("dashboard.no_devices")}</p>`}
    </section>`
}

function stateText({ online, seen_at: seenAt }, words, zone) {
  if (online) return words("dashboard.online")
  return seenAt ? words("dashboard.offline_since", { time: clock(seenAt, zone) }) : words("dashboard.never_seen")
}
