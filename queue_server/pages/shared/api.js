// @ts-check
/** Commands and questions to the server; paths are under /api/v1. Nothing else on a page speaks HTTP to it. */

const ROOT = "/api/v1"
const ANSWER_WITHIN_MS = 8000

/** The server said no, and why. */
export class Refusal extends Error {
  /**
   * @param {number} status
   * @param {{ code?: string, title?: string, [fact: string]: unknown }} problem
   */
  constructor(status, problem) {
    const { code = "unknown", title = "", type: _type, status: _status, ...facts } = problem
    super(title || code)
    this.status = status
    this.code = code
    this.title = title
    this.facts = facts
  }
}

/** No answer: the network, the server, or eight seconds of silence. Whether it was done is not known. */
export class Unreachable extends Error {}

/**
 * @typedef {object} Api
 * @property {string | null} csrf set after signing in, or from GET /session
 * @property {string | null} token a device's
 * @property {string} language of refusals
 * @property {(path: string) => Promise<any>} get
 * @property {(path: string, body?: object, how?: { key?: string, seq?: number }) => Promise<any>} post
 *   one `key` per intention; sent again once, under the same key, when there was no answer
 * @property {(path: string) => Promise<any>} delete
 */

/**
 * @param {{ token?: string | null, language?: string }} [who]
 * @returns {Api} each call resolves to the parsed answer, or rejects with Refusal or Unreachable
 */
export function createApi({ token = null, language = "id" } = {}) {
  /** @type {Api} */
  const api = {
    csrf: null,
    token,
    language,
    get: (path) => ask(api, "GET", path),
    post: (path, body = {}, { key = requestKey(), seq } = {}) => {
      const told = seq === undefined ? body : { ...body, seq }
      return askTwice(api, "POST", path, told, key)
    },
    delete: (path) => askTwice(api, "DELETE", path, undefined, requestKey()),
  }
  return api
}

/** A fresh key for one intention: 32 hex digits. `crypto.randomUUID` is missing on plain HTTP in a LAN. */
export function requestKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("")
}

/**
 * @param {Api} api
 * @param {string} method
 * @param {string} path
 * @param {object | undefined} body
 * @param {string} key
 */
async function askTwice(api, method, path, body, key) {
  try {
    return await ask(api, method, path, body, key)
  } catch (reason) {
    if (!(reason instanceof Unreachable)) throw reason
    return ask(api, method, path, body, key)
  }
}

/**
 * @param {Api} api
 * @param {string} method
 * @param {string} path
 * @param {object} [body]
 * @param {string} [key]
 */
async function ask(api, method, path, body, key) {
  /** @type {Record<string, string>} */
  const headers = { Accept: "application/json", "Accept-Language": api.language }
  if (api.token) headers.Authorization = `Bearer ${api.token}`
  if (api.csrf) headers["X-CSRF-Token"] = api.csrf
  if (key) headers["Idempotency-Key"] = key
  if (body !== undefined) headers["Content-Type"] = "application/json"
  const patience = new AbortController()
  const timer = setTimeout(() => patience.abort(), ANSWER_WITHIN_MS)
  try {
    const answer = await fetch(ROOT + path, {
      method, headers, body: body && JSON.stringify(body), signal: patience.signal, cache: "no-store",
    })
    return await read(answer)
  } catch (reason) {
    if (reason instanceof Refusal || reason instanceof Unreachable) throw reason
    throw new Unreachable(String(reason))
  } finally {
    clearTimeout(timer)
  }
}

/** @param {Response} answer */
async function read(answer) {
  if (answer.status === 204) return null
  const kind = answer.headers.get("Content-Type") ?? ""
  // A proxy's own page (502, 504) is not the server's word.
  if (!kind.includes("json")) throw new Unreachable(`${answer.status} ${kind}`)
  const told = await answer.json()
  if (answer.ok) return told
  throw new Refusal(answer.status, told)
}
