// @ts-check
/** A search field over a list: type, arrow down, Enter. */

import { html, useEffect, useRef, useState } from "/shared/vendor/preact.js"

/**
 * @param {{label: string, text: string, onText: (text: string) => void, rows: any[], empty: string,
 *   keyOf: (row: any) => any, row: (row: any) => any, onPick: (row: any) => void}} props
 */
export function PickList({ label, text, onText, rows, empty, keyOf, row, onPick }) {
  const [at, setAt] = useState(0)
  const list = useRef(null)
  const marked = Math.min(at, Math.max(0, rows.length - 1))
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" })
  }, [marked, rows])

  const onKey = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) {
      event.preventDefault()
      setAt(Math.max(0, Math.min(rows.length - 1, marked + step)))
    }
    if (event.key === "Enter" && rows[marked]) {
      event.preventDefault()
      onPick(rows[marked])
    }
  }
  const typed = (event) => {
    setAt(0)
    onText(event.currentTarget.value)
  }
  return html`
    <label class="field">
      <span class="field-label">${label}</span>
      <input class="field-input" value=${text} onInput=${typed} onKeyDown=${onKey} data-first role="combobox"
        aria-expanded="true" aria-controls="pick-list" aria-activedescendant=${rows.length ? `pick-${marked}` : null}
        autocomplete="off" spellcheck=${false} />
    </label>
    <ul class="pick-list" id="pick-list" role="listbox" aria-label=${label} ref=${list}>
      ${rows.length === 0 && html`<li class="empty-note" role="presentation">${empty}</li>`}
      ${rows.map((one, index) => html`
        <li class="pick" key=${keyOf(one)} id=${`pick-${index}`} role="option" aria-selected=${index === marked}
          onClick=${() => onPick(one)}>${row(one)}</li>`)}
    </ul>`
}
