// @ts-check
/** A reason, by one press or typed, and the act that waits for it; a refusal is said in place. */

import { html, useState } from "/shared/vendor/preact.js"
import { useHouse } from "/shared/staff/house.js"

const SHORTEST_REASON = 3

/**
 * @param {{reasons: string[], button: string, onSend: (reason: string) => Promise<void>, onClose: () => void, children?: any}} props
 */
export function ReasonForm({ reasons, button, onSend, onClose, children }) {
  const { words } = useHouse()
  const [reason, setReason] = useState("")
  const [refusal, setRefusal] = useState(null)
  const [sending, setSending] = useState(false)
  const submit = async (event) => {
    event.preventDefault()
    setSending(true)
    try {
      await onSend(reason.trim())
    } catch (problem) {
      setRefusal(problem?.status ? problem.title : words("door.unreachable"))
      setSending(false)
    }
  }
  return html`
    <form class="dialog-form" onSubmit=${submit}>
      <div class="choices">
        ${reasons.map((text) => html`
          <button type="button" class="choice" key=${text} aria-pressed=${reason === text} onClick=${() => setReason(text)}>${text}</button>`)}
      </div>
      <label class="field">
        <span class="field-label">${words("dashboard.reason")}</span>
        <input class="field-input" value=${reason} maxlength="120" data-first onInput=${(event) => setReason(event.currentTarget.value)} />
        <span class="field-help">${words("dashboard.reason_help")}</span>
      </label>
      ${children}
      ${refusal && html`<p class="dialog-refusal" role="alert">${refusal}</p>`}
      <div class="dialog-acts">
        <button type="button" class="button" onClick=${onClose}>${words("dashboard.not_now")}</button>
        <button class="button" data-kind="primary" disabled=${sending || reason.trim().length < SHORTEST_REASON}>${button}</button>
      </div>
    </form>`
}
