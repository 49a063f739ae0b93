// @ts-check
/** Kindly says that this page is for someone else, and where the person's own page is. */

import { html } from "/shared/vendor/preact.js"
import { useHouse } from "./house.js"

const OWN_PAGE = { officer: "console", supervisor: "dashboard", receptionist: "dashboard", administrator: "office" }

export function WrongRole({ room }) {
  const { words, person, signOut } = useHouse()
  const own = OWN_PAGE[person.role]
  return html`
    <div class="sign-in">
      <div class="sign-in-band kawung"></div>
      <div class="sign-in-card">
        <p class="sign-in-house">${words("door.house")}</p>
        <h1 class="sign-in-title">${words(`${room}.title`)}</h1>
        <p class="sign-in-lead">${words("door.wrong_role", { name: person.name, role: words(`door.role_${person.role}`) })}</p>
        ${own && own !== room && html`
          <a class="button" data-kind="primary" data-size="tall" href=${`/${own}/`}>${words(`door.open_${own}`)}</a>`}
        <button class="button" data-size="tall" onClick=${signOut}>${words("door.sign_out_other")}</button>
      </div>
    </div>`
}
