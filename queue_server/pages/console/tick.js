// @ts-check
/** A soft tick: somebody has come while the officer was free. */

const NOTE_HZ = 880
const LENGTH_S = 0.12
const LOUDNESS = 0.06

/** @type {AudioContext|null} */
let air = null

/** Sounds once; stays silent where the browser wants a touch first. */
export function tick() {
  air ??= new AudioContext()
  if (air.state === "suspended") air.resume()
  const start = air.currentTime
  const tone = air.createOscillator()
  const volume = air.createGain()
  tone.frequency.value = NOTE_HZ
  volume.gain.setValueAtTime(LOUDNESS, start)
  volume.gain.exponentialRampToValueAtTime(0.0001, start + LENGTH_S)
  tone.connect(volume).connect(air.destination)
  tone.start(start)
  tone.stop(start + LENGTH_S)
}
