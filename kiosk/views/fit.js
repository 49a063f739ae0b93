/** A name that fits its place: first smaller in steps, then shortened, never more lines than meant. */
import { html, useLayoutEffect, useRef } from "/shared/vendor/preact.js"
import { shortened, unbroken } from "../choices.js"

const SIZES = 4
const SHORTEN_BY = 3
const SHORTEST = 16
// The letters of a tight last line hang out a little; another line is far more.
const A_LINE_MORE = 1.25

/** @param {{ name: string, class: string, room?: string }} props the class sets `--fit`, the largest size, and `--fit-lines`; another `room` is a reason to measure again */
export function Fit({ name, class: className, room }) {
  const place = useRef(null)
  useLayoutEffect(() => fit(place.current, name), [name, room])
  return html`<span ref=${place} class=${`fit ${className}`} />`
}

function fit(element, name) {
  const overflows = () => element.scrollHeight > element.clientHeight * A_LINE_MORE || element.scrollWidth > element.clientWidth + 1
  element.textContent = unbroken(name)
  element.dataset.size = "0"
  for (let size = 1; size < SIZES && overflows(); size += 1) element.dataset.size = String(size)
  for (let most = name.length - SHORTEN_BY; most > SHORTEST && overflows(); most -= SHORTEN_BY) {
    element.textContent = unbroken(shortened(name, most))
  }
}
