// @ts-check
/** Which counter is offered first. Pure. */

/**
 * The free counter of last time; the only free one when there is no other choice; else none.
 * @param {{counter: string, state: string}[]} counters
 * @param {string|null} last the code of the counter opened last on this computer
 */
export function counterToOffer(counters, last) {
  const free = counters.filter((counter) => counter.state === "closed")
  return free.find((counter) => counter.counter === last) ?? (free.length === 1 ? free[0] : null)
}
