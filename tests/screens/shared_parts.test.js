import assert from "node:assert/strict"
import { createHash } from "node:crypto"
import { readdirSync, readFileSync } from "node:fs"
import { test } from "node:test"

const ROOT = new URL("../../", import.meta.url)
const SHARED = new URL("queue_server/pages/shared/", ROOT)
const text = (path, base = ROOT) => readFileSync(new URL(path, base), "utf8")
const scripts = (folder) => readdirSync(new URL(folder, ROOT), { recursive: true })
  .filter((name) => name.endsWith(".js") && !name.startsWith("vendor")).map((name) => `${folder}${name}`)

test("what others made is byte for byte what the list says", () => {
  const rows = text("VENDOR.toml", SHARED).split("[[vendored]]").slice(1).map((row) => Object.fromEntries(
    [...row.matchAll(/^(\w+) = "([^"]*)"$/gm)].map(([, key, value]) => [key, value])))

  assert.ok(rows.length >= 5)
  for (const { file, sha256 } of rows.filter((row) => row.sha256)) {
    assert.equal(createHash("sha256").update(readFileSync(new URL(file, SHARED))).digest("hex"), sha256, file)
  }
})

test("every sentence a public page says is written in both languages", () => {
  const rooms = { "kiosk/": ["kiosk", "shared"], "display/": ["display", "shared"], "queue_server/pages/shared/": ["shared"] }
  for (const [folder, known] of Object.entries(rooms)) {
    const keys = scripts(folder).flatMap((path) => [...withoutComments(text(path)).matchAll(/"((?:kiosk|display|shared)\.[a-z_.]+)"/g)].map(([, key]) => key))
    for (const language of ["id", "en"]) {
      const sentences = Object.assign({}, ...known.map((room) => JSON.parse(text(`config/words/${room}.${language}.json`))))
      assert.deepEqual(keys.filter((key) => !(key in sentences)), [], `${folder} ${language}`)
    }
  }
})

test("text stands out seven to one, by day and by night", () => {
  const css = text("tokens.css", SHARED)
  const raw = (from) => Object.fromEntries([...css.slice(css.indexOf(from)).split("}")[0].matchAll(/--raw-([\w-]+): (#\w{6})/g)].map(([, name, hex]) => [name, hex]))
  const day = raw(":root")
  const night = { ...day, ...raw('[data-mode~="night"]') }
  const pairs = [["ink", "paper"], ["ink", "card"], ["ink-soft", "paper"], ["ink-soft", "card"], ["ink-closed", "closed"],
    ["on-civic", "civic"], ["on-civic", "civic-deep"], ["civic-ink", "card"], ["on-wash", "civic-wash"], ["on-amber", "amber"],
    ["on-idle", "idle"], ["alert-ink", "card"], ["counter", "card"], ["ink", "amber-wash"]]

  for (const colours of [day, night]) {
    for (const [ink, ground] of pairs) {
      assert.ok(contrast(colours[ink], colours[ground]) >= 7, `${ink} on ${ground}: ${contrast(colours[ink], colours[ground]).toFixed(2)}`)
    }
  }
})

const withoutComments = (code) => code.replace(/\/\*\*[\s\S]*?\*\//g, "")

function contrast(one, other) {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(hex) {
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
