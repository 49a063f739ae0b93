// @ts-check
/** The big button, and the grid of the other acts; every one shows its key. */

import { html } from "/shared/vendor/preact.js"
import { Icon } from "/shared/icons.js"
import { useHouse } from "/shared/staff/house.js"

export function NextAct({ view, sending, onAct }) {
  const { words } = useHouse()
  const { next } = view
  return html`
    <button type="button" class="next-act" data-kind=${next.quiet ? "quiet" : "ready"} data-sending=${sending ? "" : null}
      onClick=${released(() => onAct("next"))}>
      <span>${words(next.words)}</span><kbd class="key">${words("console.key_space")}</kbd>
    </button>`
}

export function ActGrid({ view, onAct }) {
  return html`
    <div class="acts">
      ${view.acts.map((act) => html`<${Act} key=${act.name} act=${act} view=${view} onAct=${onAct} />`)}
    </div>`
}

function Act({ act, view, onAct }) {
  const { words } = useHouse()
  const suggested = act.name === "miss" && view.announcements?.spent
  return html`
    <button type="button" class="act" disabled=${!act.allowed} data-suggested=${suggested ? "" : null}
      onClick=${released(() => onAct(act.name))}>
      <${Icon} name=${act.icon} size="22" />
      <span class="act-name">${words(`console.act_${act.name}`)}${act.name === "announce" && html`<${Announced} view=${view} />`}</span>
      <kbd class="key">${act.key}</kbd>
    </button>`
}

function Announced({ view }) {
  const { words } = useHouse()
  const { announcements } = view
  if (!announcements) return null
  const text = announcements.seconds > 0
    ? words("console.announce_after", { seconds: announcements.seconds })
    : words("console.announce_count", announcements)
  return html`<small class="act-note">${text}</small>`
}

/** A click by mouse or finger gives the keyboard back to the page, so that Space keeps its one meaning. */
function released(act) {
  return (event) => {
    if (event.detail > 0) event.currentTarget.blur()
    act()
  }
}
