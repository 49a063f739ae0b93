/** The agencies of this zone: how long, how many wait, who is in hand; or why one is closed. Pages turn by themselves. */
import { Busy } from "/shared/busy.js"
import { busyLevel, opensText, reasonText, waitShort } from "/shared/format.js"
import { html } from "/shared/vendor/preact.js"
import { isAlive } from "../hall.js"

const A_PAGE = 7
const LONG = 12
const LONGEST = 16
const FEW = 4

export function Agencies({ agencies, display, words }) {
  const pages = Math.max(1, Math.ceil(agencies.length / A_PAGE))
  const size = Math.ceil(agencies.length / pages)
  const page = display.pageOf(pages)
  const zone = display.board.mall.timezone
  const anyOpen = agencies.some(isAlive)
  return html`<section class="agencies">
    <h2>${words(anyOpen ? "display.waits" : "display.opening")}
      ${pages > 1 && html`<span class="dots" aria-hidden="true">${Array.from({ length: pages }, (_, dot) =>
        html`<i key=${dot} data-on=${dot === page ? "" : undefined} />`)}</span>`}
    </h2>
    <ul key=${page} data-size=${size > FEW ? "many" : "few"} data-turns=${pages > 1 ? "" : undefined}>
      ${agencies.slice(page * size, (page + 1) * size).map((agency) => html`<li class="agency" key=${agency.code}
        data-state=${isAlive(agency) ? "open" : "closed"}>
        ${isAlive(agency) ? html`<${Open} agency=${agency} words=${words} />`
          : html`<${Closed} agency=${agency} zone=${zone} words=${words} />`}
      </li>`)}
    </ul>
  </section>`
}

function Open({ agency, words }) {
  const [how, more, inHand] = said(agency, words)
  return html`
    <p class="agency-line">${how && html`<${Busy} level=${busyLevel(agency.wait, agency.waiting)} />`}<${Name} agency=${agency} />
      ${how && html`<span class="agency-wait">${how}</span>`}</p>
    <p class="agency-more"><span>${more}</span>
      ${inHand.length > 0 && html`<span class="agency-hand">${words("display.in_hand")}${inHand.map((number) => html`<b key=${number}>${number}</b>`)}</span>`}</p>`
}

/** The opening stands beside the name; under it, where the name is long. */
function Closed({ agency, zone, words }) {
  const opens = agency.opens_at && opensText(words, agency.opens_at, zone)
  const isLong = agency.short_name.length > LONGEST
  return html`
    <p class="agency-line"><${Name} agency=${agency} />${opens && !isLong && html`<span class="agency-wait">${opens}</span>`}</p>
    <p class="agency-more"><span class="agency-why">${reasonText(words, agency.reason)}</span>${opens && isLong && html`<b>${opens}</b>`}</p>`
}

function Name({ agency: { short_name: name } }) {
  const length = name.length > LONGEST ? "longest" : name.length > LONG ? "long" : "short"
  return html`<strong class="agency-name" data-length=${length}>${name}</strong>`
}

/** The large word, if any, the small one, and the numbers in hand there is room for. */
function said({ waiting, wait, counters, inHand }, words) {
  const people = words(waiting === 0 ? "display.nobody_waits" : "display.waiting", { count: waiting })
  if (counters === 0) return [null, words(waiting === 0 ? "display.no_counter" : "display.no_counter_waiting", { people }), inHand]
  if (wait) return [waitShort(words, wait), people, inHand]
  if (waiting === 0) return [words("shared.wait_soon"), people, inHand]
  return [words("shared.people", { count: waiting }), words("display.wait_unknown"), inHand.slice(0, 1)]
}
