// @ts-check
/** Opens or closes a service by hand, or leaves it to its hours again; always with a reason. */

import { html, useState } from "/shared/vendor/preact.js"
import { serverNow } from "/shared/format.js"
import { Choices } from "/shared/staff/choices.js"
import { Dialog } from "/shared/staff/dialog.js"
import { useHouse } from "/shared/staff/house.js"
import { ReasonForm } from "./reason_form.js"

const MINUTE_MS = 60_000
const LENGTHS_MINUTES = [30, 60, 120, null]
const REASONS = { close: ["officer_away", "system_down", "full"], open: ["extra_hours", "officer_back", "busy"], automatic: ["settled"] }

export function ServiceDialog({ service, act, onClose, onDone }) {
  const { words, language, api } = useHouse()
  const [minutes, setMinutes] = useState(null)
  const name = language === "en" && service.name_en ? service.name_en : service.name
  const lengths = LENGTHS_MINUTES.map((count) => ({
    value: count,
    text: count === null ? words("dashboard.until_changed") : words("shared.minutes", { count }),
  }))
  const send = async (reason) => {
    const until = minutes === null ? {} : { until: new Date(Number(serverNow()) + minutes * MINUTE_MS).toISOString() }
    await api.post(`/services/${encodeURIComponent(service.code)}/${act}`, { reason, ...(act === "automatic" ? {} : until) })
    onDone()
    onClose()
  }
  const length = act !== "automatic" && html`
    <p class="field-label">${words("dashboard.how_long")}</p>
    <${Choices} label=${words("dashboard.how_long")} choices=${lengths} chosen=${minutes} onChoose=${setMinutes} />`
  return html`
    <${Dialog} title=${words(`dashboard.${act}_title`)} lead=${name} onClose=${onClose}>
      <${ReasonForm} reasons=${REASONS[act].map((one) => words(`dashboard.reason_${one}`))} button=${words(`dashboard.${act}_do`)}
        onSend=${send} onClose=${onClose}>${length}<//>
    <//>`
}
