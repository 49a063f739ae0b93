// @ts-check
/** Sends the officer's commands one at a time, and keeps the newest desk. Knows the server, not the page. */

/** How long a command waits before it knocks again while the network is gone. Milliseconds. */
export const KNOCK_EVERY_MS = 2000

export class Commander {
  #api
  #tell
  #wait
  #newKey
  #reading = false
  #readAgain = false

  /**
   * @param {object} parts
   * @param {any} parts.api get and post, as shared/api.js makes them
   * @param {(state: any) => void} parts.tell called with each new state
   * @param {() => string} parts.newKey a fresh request key
   * @param {(ms: number) => Promise<void>} [parts.wait]
   */
  constructor({ api, tell, newKey, wait = (ms) => new Promise((done) => setTimeout(done, ms)) }) {
    this.#api = api
    this.#tell = tell
    this.#wait = wait
    this.#newKey = newKey
    this.state = { desk: undefined, counters: [], sending: null, notice: null }
  }

  /** Fetches the desk as it now is; a call during a fetch makes one more fetch after it. */
  async read() {
    if (this.#reading) {
      this.#readAgain = true
      return
    }
    this.#reading = true
    try {
      do {
        this.#readAgain = false
        const { desk, counters } = await this.#api.get("/desk")
        this.#adopt(desk, counters)
      } while (this.#readAgain)
    } catch {
      // The connection's own sign says that the desk may be old; the next fact or pulse fetches again.
    } finally {
      this.#reading = false
    }
  }

  /**
   * Sends one command, and knocks with the same key until the server answers. Refuses a second one meanwhile.
   * @param {string} verb the last part of the address, e.g. "call-next"
   * @param {object} [body]
   * @returns {Promise<boolean>} whether the server did it
   */
  async send(verb, body = {}) {
    if (this.state.sending) return false
    const seen = this.state.desk?.seq
    const options = { key: this.#newKey(), seq: seen }
    this.#change({ sending: { verb, cutOff: false }, notice: null })
    for (;;) {
      try {
        return this.#done(await this.#api.post(`/desk/${verb}`, body, options))
      } catch (problem) {
        if (problem?.status) return this.#refused(problem)
        this.#change({ sending: { verb, cutOff: true } })
        await this.#wait(KNOCK_EVERY_MS)
      }
    }
  }

  /** Takes the notice away once it was read. */
  forget() {
    this.#change({ notice: null })
  }

  #done(answer) {
    const desk = answer.desk?.state === "closed" ? null : answer.desk ?? null
    const late = this.state.sending.cutOff
    this.#change({ desk, sending: null })
    if (!desk || late) this.read()
    return true
  }

  async #refused(problem) {
    const elsewhere = problem.code === "ticket.moved_on"
    const notice = elsewhere ? { words: "console.moved_on" } : { text: problem.title, code: problem.code }
    this.#change({ sending: null, notice })
    await this.read()
    return false
  }

  #adopt(desk, counters) {
    const known = this.state.desk
    const older = desk && known && desk.counter === known.counter && desk.seq < known.seq
    if (this.state.sending || older) return
    this.#change({ desk: desk ?? null, counters: counters ?? this.state.counters })
  }

  #change(part) {
    this.state = { ...this.state, ...part }
    this.#tell(this.state)
  }
}
