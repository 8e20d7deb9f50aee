import type { Json } from '../model.ts'
import { type ByteWriter, createByteWriter, reserve, writeUtf8 } from './byte-writer.ts'

const majorUnsigned = 0
const majorNegative = 1 << 5
const majorText = 3 << 5
const majorArray = 4 << 5
const majorMap = 5 << 5
const simpleFalse = 0xf4
const simpleTrue = 0xf5
const simpleNull = 0xf6

/** Appends a value in the core deterministic encoding of RFC 8949, 4.2: shortest forms, maps sorted by their encoded keys, -0 as 0. */
export function writeCbor(writer: ByteWriter, value: Json): void {
  reserve(writer, 9)
  if (typeof value === 'string') writeText(writer, value)
  else if (typeof value === 'number') writeNumber(writer, value)
  else if (typeof value === 'boolean') writer.bytes[writer.length++] = value ? simpleTrue : simpleFalse
  else if (value === null) writer.bytes[writer.length++] = simpleNull
  else if (Array.isArray(value)) writeArray(writer, value)
  else writeMap(writer, value as { readonly [name: string]: Json })
}

/** The head that says that `items` values follow. */
export function writeArrayHead(writer: ByteWriter, items: number): void {
  reserve(writer, 9)
  writeHead(writer, majorArray, items)
}

function writeArray(writer: ByteWriter, items: readonly Json[]): void {
  writeHead(writer, majorArray, items.length)
  for (const item of items) writeCbor(writer, item)
}

function writeMap(writer: ByteWriter, map: { readonly [name: string]: Json }): void {
  const entries = Object.keys(map).map((name) => ({ key: encoded(name), value: map[name] ?? null }))
  entries.sort((a, b) => compareBytes(a.key, b.key))
  writeHead(writer, majorMap, entries.length)
  for (const { key, value } of entries) {
    reserve(writer, key.length)
    writer.bytes.set(key, writer.length)
    writer.length += key.length
    writeCbor(writer, value)
  }
}

function encoded(text: string): Uint8Array {
  const writer = createByteWriter()
  writeText(writer, text)
  return writer.bytes.slice(0, writer.length)
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length)
  for (let at = 0; at < shared; at += 1) {
    const difference = (a[at] as number) - (b[at] as number)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

function writeText(writer: ByteWriter, text: string): void {
  const start = writer.length
  const guess = text.length < 24 ? 1 : text.length < 256 ? 2 : text.length < 65_536 ? 3 : 5
  reserve(writer, 9)
  writer.length = start + guess
  const bytes = writeUtf8(writer, text)
  const head = bytes < 24 ? 1 : bytes < 256 ? 2 : bytes < 65_536 ? 3 : 5
  if (head !== guess) {
    reserve(writer, head - guess)
    writer.bytes.copyWithin(start + head, start + guess, start + guess + bytes)
  }
  writer.length = start
  writeHead(writer, majorText, bytes)
  writer.length = start + head + bytes
}

function writeNumber(writer: ByteWriter, value: number): void {
  if (!Number.isInteger(value) || value < -(2 ** 63) || value >= 2 ** 64) writeFloat(writer, value)
  else if (value >= 0) writeHead(writer, majorUnsigned, value)
  else if (value < -(2 ** 53)) writeEightBytes(writer, majorNegative, -1n - BigInt(value))
  else writeHead(writer, majorNegative, -1 - value)
}

function writeHead(writer: ByteWriter, major: number, count: number): void {
  const { bytes } = writer
  if (count < 24) bytes[writer.length++] = major | count
  else if (count < 0x100) {
    bytes[writer.length++] = major | 24
    bytes[writer.length++] = count
  } else if (count < 0x1_0000) {
    bytes[writer.length++] = major | 25
    bytes[writer.length++] = count >>> 8
    bytes[writer.length++] = count
  } else if (count < 0x1_0000_0000) {
    bytes[writer.length++] = major | 26
    for (let shift = 24; shift >= 0; shift -= 8) bytes[writer.length++] = count >>> shift
  } else writeEightBytes(writer, major, BigInt(count))
}

function writeEightBytes(writer: ByteWriter, major: number, count: bigint): void {
  writer.bytes[writer.length++] = major | 27
  new DataView(writer.bytes.buffer).setBigUint64(writer.length, count)
  writer.length += 8
}

/** The shortest of half, single and double that keeps the value. */
function writeFloat(writer: ByteWriter, value: number): void {
  const view = new DataView(writer.bytes.buffer)
  const half = halfOf(value)
  if (half !== null) {
    writer.bytes[writer.length] = 0xf9
    view.setUint16(writer.length + 1, half)
    writer.length += 3
  } else if (Math.fround(value) === value) {
    writer.bytes[writer.length] = 0xfa
    view.setFloat32(writer.length + 1, value)
    writer.length += 5
  } else {
    writer.bytes[writer.length] = 0xfb
    view.setFloat64(writer.length + 1, value)
    writer.length += 9
  }
}

/** The bits of IEEE 754 binary16 when it holds the value exactly. */
function halfOf(value: number): number | null {
  if (Number.isNaN(value)) return 0x7e00
  const sign = value < 0 ? 0x8000 : 0
  const size = Math.abs(value)
  if (size === Number.POSITIVE_INFINITY) return sign | 0x7c00
  if (size < 2 ** -14) {
    const steps = size * 2 ** 24
    return Number.isInteger(steps) ? sign | steps : null
  }
  const exponent = Math.floor(Math.log2(size))
  if (exponent > 15) return null
  const steps = (size / 2 ** exponent - 1) * 1024
  return Number.isInteger(steps) ? sign | ((exponent + 15) << 10) | steps : null
}
