/** FIPS 180-4, 4.2.2 and 5.3.3: the first 32 bits of the fractional parts of cube and square roots of primes. */
const roots = fractionalRoots()

const bytesPerBlock = 64

/** SHA-256 of bytes that come in pieces, for files too large for crypto.subtle, which wants them whole. */
export interface Sha256 {
  update(bytes: Uint8Array): void
  /** Lower-case hexadecimal; nothing may be added after. */
  digest(): string
}

export function createSha256(): Sha256 {
  const state = Uint32Array.from(roots.square)
  const schedule = new Uint32Array(64)
  const block = new Uint8Array(bytesPerBlock)
  let held = 0
  let total = 0

  const update = (bytes: Uint8Array): void => {
    total += bytes.length
    let at = 0
    while (at < bytes.length) {
      const taken = Math.min(bytesPerBlock - held, bytes.length - at)
      block.set(bytes.subarray(at, at + taken), held)
      held += taken
      at += taken
      if (held === bytesPerBlock) {
        compress(state, block, schedule)
        held = 0
      }
    }
  }

  return {
    update,
    digest: () => {
      const bits = BigInt(total) * 8n
      const padding = new Uint8Array(bytesPerBlock - ((total + 8) % bytesPerBlock) + 8)
      padding[0] = 0x80
      new DataView(padding.buffer).setBigUint64(padding.length - 8, bits)
      update(padding)
      return Array.from(state, (word) => word.toString(16).padStart(8, '0')).join('')
    },
  }
}

/** FIPS 180-4, 6.2.2. */
function compress(state: Uint32Array, block: Uint8Array, schedule: Uint32Array): void {
  const words = new DataView(block.buffer, block.byteOffset, bytesPerBlock)
  for (let t = 0; t < 16; t += 1) schedule[t] = words.getUint32(t * 4)
  for (let t = 16; t < 64; t += 1) {
    const early = at(schedule, t - 15)
    const late = at(schedule, t - 2)
    const sigma0 = turn(early, 7) ^ turn(early, 18) ^ (early >>> 3)
    const sigma1 = turn(late, 17) ^ turn(late, 19) ^ (late >>> 10)
    schedule[t] = sigma1 + at(schedule, t - 7) + sigma0 + at(schedule, t - 16)
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state
  for (let t = 0; t < 64; t += 1) {
    const choice = (e & f) ^ (~e & g)
    const first = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + choice + at(roots.cube, t) + at(schedule, t)) | 0
    const majority = (a & b) ^ (a & c) ^ (b & c)
    const second = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + majority) | 0
    h = g
    g = f
    f = e
    e = (d + first) | 0
    d = c
    c = b
    b = a
    a = (first + second) | 0
  }
  const worked = [a, b, c, d, e, f, g, h]
  for (let i = 0; i < 8; i += 1) state[i] = at(state, i) + (worked[i] ?? 0)
}

function turn(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits))
}

function at(words: Uint32Array, index: number): number {
  return words[index] ?? 0
}

function fractionalRoots(): { readonly cube: Uint32Array; readonly square: Uint32Array } {
  const primes: number[] = []
  for (let candidate = 2; primes.length < 64; candidate += 1) {
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate)
  }
  const fraction = (root: number): number => Math.floor((root - Math.floor(root)) * 2 ** 32)
  return {
    cube: Uint32Array.from(primes, (prime) => fraction(Math.cbrt(prime))),
    square: Uint32Array.from(primes.slice(0, 8), (prime) => fraction(Math.sqrt(prime))),
  }
}
