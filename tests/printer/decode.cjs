// Standard input: ESC/POS bytes. Standard output: what npos, which we did not write, reads in them, as JSON.

const { readFileSync } = require("node:fs")
const rules = require("npos/lib/parser/rules")
const Parser = require("npos/lib/parser")

// npos is older than the QR commands it can carry: one rule of its own kind teaches it their length.
rules[0x1d]["(k"] = [0, "d16"]

const bytes = readFileSync(0)
const { tree, error } = new Parser(rules).analyze(bytes)
if (error) throw error

const tokens = tree.map(({ ascii, fn = "", offset, length }) => ({
  code: ascii,
  name: fn,
  bytes: bytes.subarray(offset, offset + length).toString("latin1"),
}))
process.stdout.write(JSON.stringify(tokens))
