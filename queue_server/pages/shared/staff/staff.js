// @ts-check
/** Opens a page for the house's people: words, session, the sign-in form, then the page itself. */

import { html, render, useEffect, useMemo, useState } from "/shared/vendor/preact.js"
import { createApi } from "/shared/api.js"
import { loadWords } from "/shared/words.js"
import { House, chosenLanguage } from "./house.js"
import { SignIn } from "./sign_in.js"
import { WrongRole } from "./wrong_role.js"

/** Set while somebody is signed in here: a page without a session asks no question whose answer is known. */
const SIGNED_IN_KEY = "giliran.signed_in"

/**
 * @param {object} page
 * @param {string} page.room the words' room and the page's name
 * @param {string[]} page.roles who may work here
 * @param {any} page.Page the view of the page
 */
export async function openStaffPage({ room, roles, Page }) {
  const language = chosenLanguage()
  document.documentElement.lang = language
  const words = await loadWords(["shared", "door", "refusal", room], language)
  document.title = words(`${room}.title`)
  render(html`<${Gate} ...${{ room, roles, Page, words, language }} />`, document.querySelector("#page"))
}

function Gate({ room, roles, Page, words, language }) {
  const [session, setSession] = useState({ state: "asking", ended: false })
  const api = useMemo(() => watched(createApi({ language }), () => setSession(lost)), [])
  useEffect(() => {
    askSession(api).then(setSession)
  }, [])
  useEffect(() => {
    if (session.state !== "unreachable") return undefined
    const timer = setTimeout(() => askSession(api).then(setSession), 3000)
    return () => clearTimeout(timer)
  }, [session])

  const enter = (answer) => setSession(entered(api, answer))
  const signOut = async () => {
    await api.delete("/session").catch(() => {})
    localStorage.removeItem(SIGNED_IN_KEY)
    setSession({ state: "none", ended: false })
  }
  const house = { words, language, api, person: session.person, signOut }
  return html`<${House.Provider} value=${house}>${doorOf({ session, enter, room, roles, Page })}<//>`
}

function doorOf({ session, enter, room, roles, Page }) {
  if (session.state === "asking") return null
  if (session.state !== "in") return html`<${SignIn} room=${room} session=${session} onEnter=${enter} />`
  if (!roles.includes(session.person.role)) return html`<${WrongRole} room=${room} />`
  return html`<${Page} />`
}

/** Whether the server still knows who signed in on this machine; nobody ever did: then there is nothing to ask. */
async function askSession(api) {
  if (!localStorage.getItem(SIGNED_IN_KEY)) return { state: "none", ended: false }
  try {
    return entered(api, await api.get("/session"))
  } catch (problem) {
    if (!problem?.status) return { state: "unreachable", ended: false }
    localStorage.removeItem(SIGNED_IN_KEY)
    return { state: "none", ended: false }
  }
}

function entered(api, { person, csrf_token: token }) {
  api.csrf = token
  localStorage.setItem(SIGNED_IN_KEY, "yes")
  return { state: "in", person }
}

/** The session after the server said it knows none: it ended, if there was one. */
function lost(session) {
  localStorage.removeItem(SIGNED_IN_KEY)
  return { state: "none", ended: session.state === "in" || session.ended }
}

/** The same api, which also tells when the server no longer knows the session. */
function watched(api, onLost) {
  const watch = (promise) => promise.catch((problem) => {
    if (problem?.code === "session.none") onLost()
    throw problem
  })
  return {
    get csrf() {
      return api.csrf
    },
    set csrf(token) {
      api.csrf = token
    },
    get: (path) => watch(api.get(path)),
    post: (path, body, how) => watch(api.post(path, body, how)),
    delete: (path) => watch(api.delete(path)),
  }
}
