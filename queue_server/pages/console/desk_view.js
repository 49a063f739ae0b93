// @ts-check
/** What the officer sees of the desk at one moment. Pure: the desk and the time in, plain values out. */

import { actsOf, announceAfter, nextAct } from "./acts.js"

/** With this little of the come-back time left, a missed number is shown as urgent. Minutes. */
const SOON_OVER_MINUTES = 5

/**
 * The whole view of an open desk.
 * @param {any} desk the answer of GET /desk
 * @param {number} now milliseconds since the epoch, by the server's clock
 */
export function viewOf(desk, now) {
  return {
    state: desk.state,
    next: nextAct(desk),
    acts: actsOf(desk, now),
    timer: timerOf(desk, now),
    pause: pauseOf(desk, now),
    undo: undoOf(desk, now),
    announcements: announcementsOf(desk, now),
    waiting: desk.waiting.map((ticket) => rowOf(ticket, ticket.waiting_since, now)),
    waitingCount: desk.waiting_count,
    parked: desk.parked.map((ticket) => rowOf(ticket, ticket.serving_since ?? ticket.waiting_since, now)),
    missed: desk.missed.map((ticket) => missedRow(ticket, now)),
  }
}

/**
 * The calm timer beside the number: seconds since the call or the start, late only beyond what is usual.
 * @returns {{text: string, late: boolean, usual: [number, number]|null}|null}
 */
export function timerOf(desk, now) {
  const since = desk.ticket && (desk.state === "serving" ? desk.ticket.serving_since : desk.ticket.called_at)
  if (!since) return null
  const seconds = secondsBetween(since, now)
  const usual = desk.state === "serving" ? desk.typical_minutes ?? null : null
  return { text: stopwatch(seconds), late: usual !== null && seconds > usual[1] * 60, usual }
}

/** What may still be undone, with the whole seconds left; null once it is too late. */
export function undoOf({ undo, ticket }, now) {
  if (!undo) return null
  const seconds = Math.ceil((Date.parse(undo.until) - now) / 1000)
  // "Finish and call" is one deed told by its call, whose number is the one now in hand.
  const number = undo.name === "ticket.called" && ticket ? ticket.number : undo.number
  return seconds > 0 ? { name: undo.name, number, seconds } : null
}

/** Since when the desk rests, why, and when it promised to be back. */
export function pauseOf(desk, now) {
  if (desk.state !== "paused") return null
  const until = desk.pause?.until ?? null
  return {
    reason: desk.pause?.reason ?? null,
    until,
    minutes: minutesBetween(desk.since, now),
    overdueMinutes: until ? Math.max(0, minutesBetween(until, now)) : 0,
  }
}

/** Announcements made of those allowed, and the seconds until the next may be made; null outside a call. */
export function announcementsOf(desk, now) {
  if (desk.state !== "calling" || !desk.announcements) return null
  const { count, max } = desk.announcements
  return { count, max, seconds: count < max ? announceAfter(desk.announcements, now) : 0, spent: count >= max }
}

/** "04.12", "1.02.09": minutes and seconds, hours when there are any. */
export function stopwatch(seconds) {
  const pad = (n) => String(n).padStart(2, "0")
  const hours = Math.floor(seconds / 3600)
  const rest = `${pad(Math.floor(seconds / 60) % 60)}.${pad(seconds % 60)}`
  return hours > 0 ? `${hours}.${rest}` : rest
}

/** Whether the line went from nobody to somebody while the officer was free: the moment of the soft tick. */
export function deservesTick(before, after) {
  return Boolean(before && after) && after.state === "ready" && before.waiting_count === 0 && after.waiting_count > 0
}

/**
 * Whether facts of the hall touch this desk: its counter, or a ticket of its lines or in its hands.
 * @param {{counter: string, lines: {code: string}[]}} desk
 * @param {{desk?: {counter: string}, ticket?: {line: string, counter: string|null}}[]} facts
 */
export function touches(desk, facts) {
  const lines = desk.lines.map((line) => line.code)
  const mine = ({ ticket }) => ticket && (lines.includes(ticket.line) || ticket.counter === desk.counter)
  return facts.some((fact) => fact.desk?.counter === desk.counter || mine(fact))
}

function rowOf(ticket, since, now) {
  return { ...ticket, minutes: Math.max(0, minutesBetween(since, now)) }
}

function missedRow(ticket, now) {
  const left = ticket.come_back_until ? Math.ceil((Date.parse(ticket.come_back_until) - now) / 60000) : null
  return { ...ticket, left: left === null ? null : Math.max(0, left), soonOver: left !== null && left <= SOON_OVER_MINUTES }
}

function secondsBetween(iso, now) {
  return Math.max(0, Math.floor((now - Date.parse(iso)) / 1000))
}

function minutesBetween(iso, now) {
  return Math.floor((now - Date.parse(iso)) / 60000)
}
