// @ts-check
/** A short row of answers to choose from, by touch, arrows or a figure key. */

import { html } from "/shared/vendor/preact.js"

/**
 * @param {{label: string, choices: {value: any, text: string}[], chosen: any, onChoose: (value: any) => void,
 *   numbered?: boolean, first?: boolean}} props `first`: the first answer takes the keyboard
 */
export function Choices({ label, choices, chosen, onChoose, numbered = false, first = false }) {
  return html`
    <div class="choices" role="group" aria-label=${label}>
      ${choices.map(({ value, text }, index) => html`
        <button type="button" class="choice" key=${text} aria-pressed=${value === chosen} data-first=${first && index === 0 ? "" : null}
          onClick=${() => onChoose(value)}>
          ${numbered && html`<kbd class="key">${index + 1}</kbd>`}<span>${text}</span>
        </button>`)}
    </div>`
}

/** The choice a figure key means, or undefined. */
export function choiceByKey(event, choices) {
  const index = Number(event.key) - 1
  return event.key.length === 1 && choices[index] ? choices[index].value : undefined
}
