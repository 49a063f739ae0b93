// @ts-check
/** Before work: which counter is mine today. The one of last time is one key away. */

import { html, useState } from "/shared/vendor/preact.js"
import { Icon } from "/shared/icons.js"
import { useHouse } from "/shared/staff/house.js"
import { TopBar } from "/shared/staff/top_bar.js"
import { counterToOffer } from "./counters.js"
import { useKeys } from "./keys.js"
import { Notice } from "./notice.js"

const LAST_KEY = "giliran.console.counter"

export function ChooseCounter({ state, commander, live, zone }) {
  const { words, person } = useHouse()
  const [last] = useState(() => localStorage.getItem(LAST_KEY))
  const offered = counterToOffer(state.counters, last)
  const open = async (counter) => {
    const done = await commander.send("open", { counter: counter.counter })
    if (done) localStorage.setItem(LAST_KEY, counter.counter)
  }
  useKeys((intent) => intent === "next" && offered && open(offered))

  const name = person.name.split(" ")[0]
  return html`
    <${TopBar} title=${html`<strong>${words("shared.brand")}</strong>`} live=${live} zone=${zone} />
    <main class="choose">
      <h1 class="choose-title">${words("console.choose_title", { name })}</h1>
      <p class="choose-lead">${words(state.counters.length ? "console.choose_lead" : "console.choose_none")}</p>
      ${offered && html`
        <button type="button" class="next-act choose-offered" onClick=${() => open(offered)} disabled=${Boolean(state.sending)}>
          <span>${words("console.open_counter", { number: offered.number })}</span><kbd class="key">${words("console.key_space")}</kbd>
        </button>`}
      <${Notice} state=${state} />
      <ul class="choose-list">
        ${state.counters.map((counter) => html`
          <${CounterTile} key=${counter.counter} counter=${counter} busy=${Boolean(state.sending)} onOpen=${open} />`)}
      </ul>
    </main>`
}

function CounterTile({ counter, busy, onOpen }) {
  const { words } = useHouse()
  const taken = counter.state !== "closed"
  const who = counter.officer ? words("console.counter_taken_by", { officer: counter.officer }) : words("console.counter_taken")
  return html`
    <li>
      <button type="button" class="counter-tile" disabled=${taken || busy} data-state=${taken ? "taken" : "free"}
        onClick=${() => onOpen(counter)}>
        <span class="counter-tile-name">${words("shared.counter", { number: counter.number })}</span>
        <span class="counter-tile-lines">${counter.lines.join(" · ")}</span>
        <span class="counter-tile-state">
          <${Icon} name=${taken ? "lock" : "door-open"} size="20" />${taken ? who : words("console.counter_free")}
        </span>
      </button>
    </li>`
}
