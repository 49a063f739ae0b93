// @ts-check
/** The sign-in form: a name, a password, one button. */

import { html, useEffect, useRef, useState } from "/shared/vendor/preact.js"
import { LanguageChoice } from "./language_choice.js"
import { useHouse } from "./house.js"

/**
 * @param {{room: string, session: {state: string, ended: boolean}, onEnter: (answer: any) => void}} props
 */
export function SignIn({ room, session, onEnter }) {
  const { words, api } = useHouse()
  const [asking, setAsking] = useState(false)
  const [refusal, setRefusal] = useState(null)
  const first = useRef(null)
  useEffect(() => first.current?.focus(), [])

  const submit = async (event) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    setAsking(true)
    setRefusal(null)
    try {
      onEnter(await api.post("/session", { username: form.get("username").trim(), password: form.get("password") }))
    } catch (problem) {
      setRefusal(problem?.status ? problem.title : words("door.unreachable"))
      setAsking(false)
    }
  }

  return html`
    <div class="sign-in">
      <div class="sign-in-band kawung"></div>
      <form class="sign-in-card" onSubmit=${submit}>
        <p class="sign-in-house">${words("door.house")}</p>
        <h1 class="sign-in-title">${words(`${room}.title`)}</h1>
        <p class="sign-in-lead">${words(`${room}.sign_in_lead`)}</p>
        <${Field} name="username" label=${words("door.username")} autocomplete="username" take=${first} />
        <${Field} name="password" label=${words("door.password")} autocomplete="current-password" type="password" />
        <p class="sign-in-note" role="status" data-state=${refusal ? "refused" : "calm"}>
          ${refusal ?? noteOf(session, words)}
        </p>
        <button class="button" data-kind="primary" data-size="tall" disabled=${asking}>
          ${words(asking ? "door.entering" : "door.enter")}
        </button>
      </form>
      <p class="sign-in-foot"><a href="/">${words("door.all_screens")}</a><${LanguageChoice} /></p>
    </div>`
}

function Field({ name, label, autocomplete, take, type = "text" }) {
  return html`
    <label class="field">
      <span class="field-label">${label}</span>
      <input class="field-input" ref=${take} name=${name} type=${type} autocomplete=${autocomplete} autocapitalize="none"
        spellcheck=${false} required />
    </label>`
}

function noteOf(session, words) {
  if (session.state === "unreachable") return words("door.unreachable")
  return session.ended ? words("door.session_ended") : ""
}
