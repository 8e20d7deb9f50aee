/** A generator of 32 random bits at a time, the same from the same seed on every machine. Not for secrets. */
export type Random = () => number

const MASK_64 = 2n ** 64n - 1n

/**
 * xoshiro128** 1.1 (Blackman and Vigna, 2018; https://prng.di.unimi.it/xoshiro128starstar.c), its state filled from the seed, a whole
 * number of 64 bits, by splitmix64 as its authors advise: two words of each of the first two numbers, the low one first.
 */
export function seededRandom(seed: number | bigint): Random {
  let counter = BigInt(seed) & MASK_64
  const words = [0, 1].flatMap(() => {
    counter = (counter + 0x9e3779b97f4a7c15n) & MASK_64
    const mixed = splitmix(counter)
    return [Number(mixed & 0xffffffffn), Number(mixed >> 32n)]
  })
  return xoshiro(words as [number, number, number, number])
}

/** The generator from a state of four words, not all zero. */
export function xoshiro(words: readonly [number, number, number, number]): Random {
  const state = Int32Array.from(words)
  const buffer = new Uint32Array(BUFFERED)
  let at = BUFFERED
  return () => {
    if (at === BUFFERED) {
      refill(buffer, state)
      at = 0
    }
    at += 1
    return buffer[at - 1] ?? 0
  }
}

/** Numbers are made many at once, so that the state is in registers: a fifth of the time. */
const BUFFERED = 1024

function refill(buffer: Uint32Array, state: Int32Array): void {
  let [a = 0, b = 0, c = 0, d = 0] = state
  for (let at = 0; at < buffer.length; at += 1) {
    buffer[at] = Math.imul(rotated(Math.imul(b, 5), 7), 9)
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = rotated(d, 11)
  }
  state.set([a, b, c, d])
}

/** A whole number from zero to under `bound`, which is at most 2^21; off an even share by less than bound / 2^32. */
export function below(random: Random, bound: number): number {
  return Math.floor((random() * bound) / 0x1_0000_0000)
}

/** A copy in random order. Fisher and Yates, as Durstenfeld (1964) runs it. */
export function shuffled<T>(items: readonly T[], random: Random): T[] {
  const copy = [...items]
  for (let last = copy.length - 1; last > 0; last -= 1) {
    const at = below(random, last + 1)
    const moved = copy[at] as T
    copy[at] = copy[last] as T
    copy[last] = moved
  }
  return copy
}

function splitmix(value: bigint): bigint {
  const first = ((value ^ (value >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK_64
  const second = ((first ^ (first >> 27n)) * 0x94d049bb133111ebn) & MASK_64
  return second ^ (second >> 31n)
}

function rotated(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by))
}
