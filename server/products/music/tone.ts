const sampleRateHz = 44_100
const beatsPerMinute = [84, 92, 100, 108, 116]
const rootsHz = [196, 220, 246.94, 261.63, 293.66]
// Chords as semitones above the root; each progression resolves, so that any two repeats follow on.
const progressions = [
  [
    [0, 4, 7],
    [9, 12, 16],
    [5, 9, 12],
    [7, 11, 14],
  ],
  [
    [0, 3, 7],
    [8, 12, 15],
    [3, 7, 10],
    [10, 14, 17],
  ],
  [
    [0, 4, 7],
    [7, 11, 14],
    [9, 12, 16],
    [5, 9, 12],
  ],
  [
    [0, 3, 7],
    [5, 8, 12],
    [10, 14, 17],
    [3, 7, 10],
  ],
]
const palettes = [
  ['#0f172a', '#f97316', '#fde68a', '#38bdf8'],
  ['#1e1b4b', '#a78bfa', '#f472b6', '#fef3c7'],
  ['#052e16', '#34d399', '#fbbf24', '#ecfdf5'],
  ['#450a0a', '#fb7185', '#fdba74', '#fff7ed'],
  ['#082f49', '#22d3ee', '#e879f9', '#f0f9ff'],
]

/** Deterministic numbers in 0..1 from a text: FNV-1a into mulberry32. Not for secrets. */
function seeded(seed: string): () => number {
  let state = 0x811c9dc5
  for (const byte of Buffer.from(seed)) state = Math.imul(state ^ byte, 0x01000193)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let value = Math.imul(state ^ (state >>> 15), state | 1)
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61)
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32
  }
}

function pick<T>(random: () => number, values: readonly T[]): T {
  const value = values[Math.floor(random() * values.length)]
  if (value === undefined) throw new Error('pick needs at least one value')
  return value
}

/** A short demo track for a seed: a WAV file, 16 bit 44.1 kHz stereo, the same bytes each time, peaking at -3 dBFS. */
export function demoTrack(seed: string, seconds = 12): Buffer {
  const random = seeded(seed)
  const frames = Math.round(seconds * sampleRateHz)
  const left = new Float64Array(frames)
  const right = new Float64Array(frames)
  const rootHz = pick(random, rootsHz)
  const chords = pick(random, progressions)
  const beat = Math.round((sampleRateHz * 60) / pick(random, beatsPerMinute))
  for (let start = 0, bar = 0; start < frames; start += beat * 4, bar += 1) {
    const chord = chords[bar % chords.length] ?? []
    for (const semitone of chord)
      addNote({ left, right }, { start, frames: beat * 4, hz: pitch(rootHz / 2, semitone), gain: 0.5, pan: 0.5 })
    for (let step = 0; step < 8; step += 1) {
      const semitone = (chord[step % chord.length] ?? 0) + (step % 4 === 3 ? 12 : 0)
      if (random() < 0.15) continue
      addNote(
        { left, right },
        {
          start: start + (step * beat) / 2,
          frames: beat,
          hz: pitch(rootHz, semitone),
          gain: 0.8,
          pan: 0.25 + random() * 0.5,
        },
      )
    }
  }
  return wavFile(left, right)
}

function pitch(rootHz: number, semitones: number): number {
  return rootHz * 2 ** (semitones / 12)
}

type Note = {
  readonly start: number
  readonly frames: number
  readonly hz: number
  readonly gain: number
  readonly pan: number
}

const cycleLength = 4096
// One cycle of the timbre: reading it is several times quicker than three sines for each sample.
const cycle = Float64Array.from({ length: cycleLength }, (_, at) => {
  const phase = (2 * Math.PI * at) / cycleLength
  return Math.sin(phase) + 0.3 * Math.sin(2 * phase) + 0.1 * Math.sin(3 * phase)
})

function addNote(mix: { left: Float64Array; right: Float64Array }, note: Note): void {
  const attack = Math.min(note.frames / 4, sampleRateHz * 0.02)
  const start = Math.round(note.start)
  const step = (note.hz * cycleLength) / sampleRateHz
  for (let at = 0; at < note.frames && start + at < mix.left.length; at += 1) {
    const decay = 1 - at / note.frames
    const envelope = Math.min(1, at / attack) * decay * decay
    const sample = (cycle[(at * step) & (cycleLength - 1)] ?? 0) * envelope * note.gain
    mix.left[start + at] = (mix.left[start + at] ?? 0) + sample * (1 - note.pan)
    mix.right[start + at] = (mix.right[start + at] ?? 0) + sample * note.pan
  }
}

function wavFile(left: Float64Array, right: Float64Array): Buffer {
  const dataBytes = left.length * 4
  const file = Buffer.alloc(44 + dataBytes)
  file.write('RIFF', 0, 'latin1')
  file.writeUInt32LE(36 + dataBytes, 4)
  file.write('WAVEfmt ', 8, 'latin1')
  file.writeUInt32LE(16, 16)
  file.writeUInt16LE(1, 20)
  file.writeUInt16LE(2, 22)
  file.writeUInt32LE(sampleRateHz, 24)
  file.writeUInt32LE(sampleRateHz * 4, 28)
  file.writeUInt16LE(4, 32)
  file.writeUInt16LE(16, 34)
  file.write('data', 36, 'latin1')
  file.writeUInt32LE(dataBytes, 40)
  const fadeFrames = Math.min(left.length / 4, sampleRateHz)
  const peak = Math.max(largest(left), largest(right))
  const scale = peak === 0 ? 0 : (10 ** (-3 / 20) * 32767) / peak
  for (let at = 0; at < left.length; at += 1) {
    const fade = Math.min(1, (left.length - 1 - at) / fadeFrames)
    file.writeInt16LE(Math.round((left[at] ?? 0) * scale * fade), 44 + at * 4)
    file.writeInt16LE(Math.round((right[at] ?? 0) * scale * fade), 46 + at * 4)
  }
  return file
}

function largest(samples: Float64Array): number {
  let peak = 0
  for (const sample of samples) peak = Math.max(peak, Math.abs(sample))
  return peak
}

/** An abstract square cover for a seed as JPEG, the same picture each time. */
export async function coverArt(seed: string, sizePx = 1200): Promise<Buffer> {
  const { default: sharp } = await import('sharp')
  return await sharp(Buffer.from(coverSvg(seed)))
    .resize(sizePx, sizePx)
    .jpeg({ quality: 88 })
    .toBuffer()
}

function coverSvg(seed: string): string {
  const random = seeded(`cover:${seed}`)
  const [ground = '#000000', ...inks] = pick(random, palettes)
  const draw = pick(random, [sunAndHills, rings, tiles])
  const turn = Math.round(random() * 90)
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="1200" viewBox="0 0 1200 1200">',
    `<defs><linearGradient id="sky" gradientTransform="rotate(${turn})">`,
    `<stop offset="0" stop-color="${ground}"/><stop offset="1" stop-color="${pick(random, inks)}" stop-opacity="0.75"/>`,
    `</linearGradient></defs><rect width="1200" height="1200" fill="${ground}"/><rect width="1200" height="1200" fill="url(#sky)"/>`,
    ...draw(random, inks),
    '</svg>',
  ].join('')
}

function sunAndHills(random: () => number, inks: readonly string[]): string[] {
  const sun = `<circle cx="${between(random, 300, 900)}" cy="${between(random, 280, 520)}" r="${between(random, 140, 260)}" fill="${pick(random, inks)}"/>`
  const hills = [700, 820, 960].map((top, index) => {
    const swell = between(random, 60, 180)
    const path = `M0 ${top} C 300 ${top - swell}, 500 ${top + swell}, 700 ${top} S 1050 ${top - swell}, 1200 ${top} V1200 H0 Z`
    return `<path d="${path}" fill="${inks[index % inks.length] ?? '#ffffff'}" opacity="${0.45 + index * 0.2}"/>`
  })
  return [sun, ...hills]
}

function rings(random: () => number, inks: readonly string[]): string[] {
  const x = between(random, 350, 850)
  const y = between(random, 350, 850)
  return Array.from({ length: 9 }, (_, index) => {
    const radius = 70 + index * between(random, 60, 85)
    return `<circle cx="${x}" cy="${y}" r="${radius}" fill="none" stroke="${pick(random, inks)}" stroke-width="${between(random, 8, 34)}" opacity="0.85"/>`
  })
}

function tiles(random: () => number, inks: readonly string[]): string[] {
  return Array.from({ length: 16 }, (_, index) => {
    const x = 120 + (index % 4) * 240
    const y = 120 + Math.floor(index / 4) * 240
    const quarter = `M${x} ${y} h240 a240 240 0 0 1 -240 240 z`
    const angle = Math.floor(random() * 4) * 90
    return `<path d="${quarter}" fill="${pick(random, inks)}" opacity="0.9" transform="rotate(${angle} ${x + 120} ${y + 120})"/>`
  })
}

function between(random: () => number, low: number, high: number): number {
  return Math.round(low + random() * (high - low))
}
