import assert from "node:assert/strict"
import { test } from "node:test"
import { Commander } from "../../queue_server/pages/console/commander.js"

const open = (seq, more = {}) => ({ counter: "A-1", state: "ready", seq, ticket: null, ...more })
const refusal = (status, code, title) => Object.assign(new Error(title), { status, code, title })

/** A commander before a server whose answers are told in advance; remembers every post. */
function scene(answers, desks = [open(7)]) {
  const posts = []
  const told = []
  let keys = 0
  const api = {
    get: async () => ({ desk: desks.length > 1 ? desks.shift() : desks[0] }),
    post: async (path, body, how) => {
      posts.push({ path, body, ...how })
      const answer = answers.shift()
      if (answer instanceof Error) throw answer
      return answer
    },
  }
  const commander = new Commander({ api, tell: (state) => told.push(state), newKey: () => `key-${++keys}`, wait: async () => {} })
  return { commander, posts, told }
}

test("a command carries the seq that the screen saw, and its answer is the new desk", async () => {
  const { commander, posts } = scene([{ desk: open(8) }])
  await commander.read()

  assert.equal(await commander.send("call-next"), true)

  assert.deepEqual(posts, [{ path: "/desk/call-next", body: {}, key: "key-1", seq: 7 }])
  assert.equal(commander.state.desk.seq, 8)
})

test("while the network is gone a command waits visibly, and knocks with the same key", async () => {
  const { commander, posts, told } = scene([new Error("no network"), new Error("no network"), { desk: open(8) }], [open(7), open(8)])
  await commander.read()

  await commander.send("call-next")

  assert.deepEqual(posts.map((post) => post.key), ["key-1", "key-1", "key-1"])
  assert.ok(told.some((state) => state.sending?.cutOff))
  assert.equal(commander.state.sending, null)
})

test("a second command waits for nobody: it is refused while the first is on its way", async () => {
  const { commander, posts } = scene([{ desk: open(8) }])
  await commander.read()

  const [first, second] = await Promise.all([commander.send("call-next"), commander.send("call-next")])

  assert.deepEqual([first, second, posts.length], [true, false, 1])
})

test("a desk changed on another screen is fetched again, and said so", async () => {
  const { commander } = scene([refusal(409, "ticket.moved_on", "Keadaan sudah berubah.")], [open(7), open(9)])
  await commander.read()

  assert.equal(await commander.send("finish"), false)

  assert.equal(commander.state.desk.seq, 9)
  assert.deepEqual(commander.state.notice, { words: "console.moved_on" })
})

test("a refusal is told in the server's own sentence, and nothing waits", async () => {
  const { commander } = scene([refusal(409, "desk.busy", "Selesaikan 1A-012 dahulu.")])
  await commander.read()

  await commander.send("close")

  assert.equal(commander.state.notice.text, "Selesaikan 1A-012 dahulu.")
  assert.equal(commander.state.sending, null)
})

test("an older desk never replaces a newer one", async () => {
  const { commander } = scene([{ desk: open(9) }], [open(7), open(8)])
  await commander.read()
  await commander.send("call-next")

  await commander.read()

  assert.equal(commander.state.desk.seq, 9)
})

test("closing leaves no desk", async () => {
  const { commander } = scene([{ desk: open(8, { state: "closed" }) }], [open(7), null])
  await commander.read()

  await commander.send("close")

  assert.equal(commander.state.desk, null)
})
