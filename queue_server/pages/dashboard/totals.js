// @ts-check
/** The strip of the hall's figures as they are now. */

import { html } from "/shared/vendor/preact.js"
import { useHouse } from "/shared/staff/house.js"
import { countersByState, devicesThatAnswer } from "./hall_view.js"

const SHOWN = ["waiting", "called", "serving", "finished", "missed", "withdrawn"]

export function Totals({ hall }) {
  const { words } = useHouse()
  const counters = countersByState(hall)
  const devices = devicesThatAnswer(hall)
  return html`
    <dl class="totals">
      ${SHOWN.map((name) => html`
        <div class="total" key=${name} data-name=${name}>
          <dt>${words(`dashboard.total_${name}`)}</dt>
          <dd>${hall.totals[name]}</dd>
        </div>`)}
      <div class="total" data-name="counters">
        <dt>${words("dashboard.total_counters")}</dt>
        <dd>${counters.open}<small>${words("dashboard.of_counters", counters)}</small></dd>
      </div>
      ${devices && html`
        <div class="total" data-name="devices" data-state=${devices.online < devices.all ? "short" : "whole"}>
          <dt>${words("dashboard.total_devices")}</dt>
          <dd>${devices.online}<small>${words("dashboard.of_devices", devices)}</small></dd>
        </div>`}
    </dl>`
}
