/** The sheet of patterns: every shared part in every state, by day, for the kiosk, and at night, in both languages. */
import { html, render, useEffect, useState } from "/shared/vendor/preact.js"
import { loadWords } from "/shared/words.js"
import { Colours, Type } from "./colours.js"
import { Buttons, Chips, Loads } from "./parts.js"
import { Icons } from "./icon_list.js"
import { Pairing, Tickets } from "./tickets.js"

const ROOMS = ["shared", "patterns"]
const MODES = [["day", "patterns.mode_day"], ["kiosk", "patterns.mode_kiosk"], ["display night", "patterns.mode_night"]]
const PARTS = [Colours, Type, Buttons, Chips, Loads, Tickets, Pairing, Icons]

const [id, en] = await Promise.all([loadWords(ROOMS, "id"), loadWords(ROOMS, "en")])
render(html`<${Sheet} />`, document.querySelector(".patterns"))

function Sheet() {
  const [mode, setMode] = useState("day")
  const [words, setWords] = useState(() => id)
  useEffect(() => {
    document.documentElement.dataset.mode = mode
    document.documentElement.lang = words.language
  }, [mode, words])
  const other = words === id ? en : id
  return html`
    <header class="sheet-head kawung">
      <h1>${words("patterns.title")}</h1>
      <nav class="sheet-modes">
        ${MODES.map(([name, key]) => html`<button class="button" key=${name} data-kind=${name === mode ? "now" : undefined}
          aria-pressed=${name === mode} onClick=${() => setMode(name)}>${words(key)}</button>`)}
        <button class="button" lang=${other.language} onClick=${() => setWords(() => other)}>${words("patterns.other_language")}</button>
      </nav>
    </header>
    ${PARTS.map((Part) => html`<${Part} key=${Part.name} words=${words} />`)}
  `
}
