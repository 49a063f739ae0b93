// @ts-check
/** The other language, one press away. */

import { html } from "/shared/vendor/preact.js"
import { chooseLanguage, useHouse } from "./house.js"

export function LanguageChoice() {
  const { words, language } = useHouse()
  const other = language === "id" ? "en" : "id"
  return html`
    <button type="button" class="button" data-kind="quiet" lang=${other} onClick=${() => chooseLanguage(other)}>
      ${words("door.other_language")}
    </button>`
}
