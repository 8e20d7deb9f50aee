import type { HashName, Json } from '../model.ts'
import { createByteWriter, reserve, writeUtf8 } from './byte-writer.ts'
import { writeArrayHead, writeCbor } from './cbor.ts'
import { fnv1a } from './fnv1a.ts'
import { md5 } from './md5.ts'
import { mixBlocks, murmur3 } from './murmur3.ts'

/** The number of a bucketing value, below `total`; for GrowthBook and Flagsmith, which know no total, their own number. */
export type PointOf = (value: Json) => number

/** Unleash chooses variants by another seed than rollouts. */
export const unleashVariantSeed = 86_028_157

/** What a hash answers when all of it is counted: the end of its own number for those that know no total. */
export const wholeOf: Readonly<Record<HashName, number | null>> = {
  'fractional-v3': null,
  'fractional-v2': null,
  unleash: null,
  eppo: null,
  'growthbook-v1': 1,
  'growthbook-v2': 1,
  flagsmith: 100,
}

/** Above this the product of hash and total is not exact in a double. */
const exactTotalMax = 2 ** 21
const writer = createByteWriter()

/** How one salt turns values into numbers; what the salt adds to the hash is worked out once. */
export function pointOf(hash: HashName, salt: string, total: number, seed = 0): PointOf {
  if (hash === 'fractional-v3') return scaled(fractionalV3(salt), total)
  if (hash === 'fractional-v2') return scaled(fractionalV2(salt), total)
  if (hash === 'unleash') {
    const hashOf = lowBytes(`${salt}:`, seed)
    return (value) => hashOf(value) % total
  }
  if (hash === 'growthbook-v1') return (value) => (fnv1a(textOf(value) + salt) % 1000) / 1000
  if (hash === 'growthbook-v2') {
    const state = fnv1a(salt)
    return (value) => (fnv1a(String(fnv1a(textOf(value), state))) % 10_000) / 10_000
  }
  if (hash === 'flagsmith') return (value) => flagsmithPercentage(salt + textOf(value))
  return (value) => md5(`${salt}-${textOf(value)}`)[0] % total
}

/** The hash of a value alone, as fractional v3 takes a bucketing value: murmur3 of its CBOR. */
export function cborHash(value: Json): number {
  writer.length = 0
  writeCbor(writer, value)
  return murmur3(writer.bytes, writer.length)
}

/** murmur3 of the UTF-8 of a text. */
export function utf8Hash(text: string): number {
  writer.length = 0
  writeUtf8(writer, text)
  return murmur3(writer.bytes, writer.length)
}

/** `(hash * total) >> 32`, exact for every total up to 2^31. */
export function scale(hash: number, total: number): number {
  if (total <= exactTotalMax) return Math.floor((hash * total) / 2 ** 32)
  return Number((BigInt(hash) * BigInt(total)) >> 32n)
}

function scaled(hashOf: PointOf, total: number): PointOf {
  return (value) => scale(hashOf(value), total)
}

/** flagd's accepted decision "fractional v3": murmur3 of the CBOR of [salt, value]. */
function fractionalV3(salt: string): PointOf {
  writer.length = 0
  writeArrayHead(writer, 2)
  writeCbor(writer, salt)
  const { state, rest, before } = begun(0)
  return (value) => {
    startWith(rest)
    writeCbor(writer, value)
    return murmur3(writer.bytes, writer.length, state, before)
  }
}

/** murmur3 of the UTF-8 of salt and value, one after the other. */
function fractionalV2(salt: string): PointOf {
  writer.length = 0
  writeUtf8(writer, salt)
  const { state, rest, before } = begun(0)
  return (value) => {
    startWith(rest)
    writeUtf8(writer, textOf(value))
    return murmur3(writer.bytes, writer.length, state, before)
  }
}

/** murmur3 of the low bytes of the UTF-16 units, as the hash library of Unleash's SDKs takes them. */
function lowBytes(prefix: string, seed: number): PointOf {
  writer.length = 0
  writeLowBytes(prefix)
  const { state, rest, before } = begun(seed)
  return (value) => {
    startWith(rest)
    writeLowBytes(textOf(value))
    return murmur3(writer.bytes, writer.length, state, before)
  }
}

function writeLowBytes(text: string): void {
  reserve(writer, text.length)
  for (let at = 0; at < text.length; at += 1) writer.bytes[writer.length + at] = text.charCodeAt(at)
  writer.length += text.length
}

/** The state after the whole blocks of what was written, and the bytes that are left. */
function begun(seed: number): { state: number; rest: Uint8Array; before: number } {
  const blocks = writer.length >>> 2
  const state = mixBlocks(seed, writer.bytes, blocks)
  return { state, rest: writer.bytes.slice(blocks * 4, writer.length), before: blocks * 4 }
}

function startWith(rest: Uint8Array): void {
  for (let at = 0; at < rest.length; at += 1) writer.bytes[at] = rest[at] as number
  writer.length = rest.length
}

/** 0 to 100 by the remainder of md5 by 9999; a whole 100 is hashed again over the text twice, three times, and so on. */
function flagsmithPercentage(text: string): number {
  for (let repeated = text; ; repeated += `,${text}`) {
    let remainder = 0
    for (const word of md5(repeated)) remainder = (remainder * (2 ** 32 % 9999) + (word % 9999)) % 9999
    const percentage = (remainder / 9998) * 100
    if (percentage < 100) return percentage
  }
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value) : String(value)
}
