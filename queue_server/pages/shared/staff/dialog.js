// @ts-check
/** One question at a time: a native dialog that gives the keyboard back when it closes. */

import { html, useEffect, useRef } from "/shared/vendor/preact.js"
import { useHouse } from "./house.js"

/**
 * @param {{title: string, lead?: string, wide?: boolean, onClose: () => void, children: any}} props
 */
export function Dialog({ title, lead, wide = false, onClose, children }) {
  const { words } = useHouse()
  const frame = useRef(null)
  useEffect(() => {
    const dialog = frame.current
    dialog.showModal()
    dialog.querySelector("[data-first]")?.focus()
    return () => dialog.close()
  }, [])
  const onBackdrop = (event) => event.target === frame.current && onClose()
  return html`
    <dialog class="dialog" ref=${frame} data-width=${wide ? "wide" : "usual"} aria-label=${title}
      onCancel=${(event) => { event.preventDefault(); onClose() }} onMouseDown=${onBackdrop}>
      <div class="dialog-body">
        <header class="dialog-head">
          <h2 class="dialog-title">${title}</h2>
          <button type="button" class="dialog-close" onClick=${onClose} aria-label=${words("door.close")}>
            <kbd class="key">Esc</kbd>
          </button>
        </header>
        ${lead && html`<p class="dialog-lead">${lead}</p>`}
        ${children}
      </div>
    </dialog>`
}
