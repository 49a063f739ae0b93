// @ts-check
/** What every part of a staff page may ask for: words, language, the person, the server. */

import { createContext, useContext, useEffect, useState } from "/shared/vendor/preact.js"
import { serverNow } from "/shared/format.js"

const LANGUAGE_KEY = "giliran.language"

export const House = createContext(null)

/** @returns {{words: any, language: "id"|"en", person: any, api: any, signOut: () => Promise<void>}} */
export function useHouse() {
  return useContext(House)
}

/** The present moment by the server's clock in milliseconds, drawn again every `everyMs`. */
export function useNow(everyMs = 1000) {
  const [now, setNow] = useState(() => Number(serverNow()))
  useEffect(() => {
    const timer = setInterval(() => setNow(Number(serverNow())), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return now
}

/** The language asked for in the address, else the one chosen before, else Indonesian. */
export function chosenLanguage() {
  const asked = new URLSearchParams(location.search).get("lang")
  if (asked === "id" || asked === "en") localStorage.setItem(LANGUAGE_KEY, asked)
  return localStorage.getItem(LANGUAGE_KEY) === "en" ? "en" : "id"
}

/** Keeps the language and opens the page again in it. */
export function chooseLanguage(language) {
  localStorage.setItem(LANGUAGE_KEY, language)
  const address = new URL(location.href)
  address.searchParams.delete("lang")
  location.replace(address)
}
