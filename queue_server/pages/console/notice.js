// @ts-check
/** One quiet line under the big button: waiting for the network, or what the server answered. */

import { html } from "/shared/vendor/preact.js"
import { Icon } from "/shared/icons.js"
import { useHouse } from "/shared/staff/house.js"

export function Notice({ state }) {
  const { words } = useHouse()
  const told = toldBy(state, words)
  return html`
    <p class="notice" role="status" data-state=${told.state}>
      ${told.text && html`<${Icon} name=${told.icon} size="22" /><span>${told.text}</span>`}
    </p>`
}

function toldBy({ sending, notice }, words) {
  if (sending?.cutOff) return { state: "waiting", icon: "wifi-off", text: words("console.waiting_for_network") }
  if (!notice) return { state: "calm", text: "" }
  return { state: "told", icon: "info", text: notice.text ?? words(notice.words) }
}
