const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** Numbers and ids that are the same for the same seed and the same questions. */
export interface Random {
  /** From 0 up to but not including 1. */
  next(): number
  /** So many letters and digits. */
  text(length: number): string
  digits(length: number): string
}

/** The generator mulberry32: good enough for ids of a stand-in, and for nothing secret. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const pick = (from: string): string => from.charAt(Math.floor(next() * from.length))
  return {
    next,
    text: (length) => Array.from({ length }, () => pick(ALPHABET)).join(''),
    digits: (length) => Array.from({ length }, () => pick('0123456789')).join(''),
  }
}
