/** Two soft notes before a call, 880 and then 659 Hz, 0.9 s in all. */

const NOTES = [{ hertz: 880, at: 0, lasts: 0.5 }, { hertz: 659.26, at: 0.32, lasts: 0.58 }]
const LOUDNESS = 0.32
const ATTACK_S = 0.015
const SILENCE = 0.0001
// A trace of the octave above keeps the notes warm on small loudspeakers.
const OCTAVE = 0.12

export class Chime {
  #context = new AudioContext()

  /** May this screen be heard? Browsers keep a page silent until it is touched, unless told otherwise. */
  get isHeard() {
    return this.#context.state === "running"
  }

  wake() {
    return this.#context.resume()
  }

  ring() {
    if (!this.isHeard) return
    for (const { hertz, at, lasts } of NOTES) {
      this.#note(hertz, at, lasts, LOUDNESS)
      this.#note(hertz * 2, at, lasts / 2, LOUDNESS * OCTAVE)
    }
  }

  #note(hertz, at, lasts, loudness) {
    const start = this.#context.currentTime + at
    const tone = new OscillatorNode(this.#context, { frequency: hertz })
    const volume = new GainNode(this.#context, { gain: SILENCE })
    volume.gain.setValueAtTime(SILENCE, start)
    volume.gain.exponentialRampToValueAtTime(loudness, start + ATTACK_S)
    volume.gain.exponentialRampToValueAtTime(SILENCE, start + lasts)
    tone.connect(volume).connect(this.#context.destination)
    tone.start(start)
    tone.stop(start + lasts)
  }
}
