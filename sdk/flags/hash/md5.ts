import { createByteWriter, reserve, writeUtf8 } from './byte-writer.ts'

/** RFC 1321, 3.4: how far each step turns, four for each round. */
const turns = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21]
const sines = Int32Array.from({ length: 64 }, (_, step) => Math.floor(Math.abs(Math.sin(step + 1)) * 2 ** 32) | 0)
const writer = createByteWriter()

/** The four words of the MD5 of a text's UTF-8, as they stand in the digest read from the left. Here for buckets, not for secrets. */
export function md5(text: string): readonly [number, number, number, number] {
  writer.length = 0
  const length = writeUtf8(writer, text)
  const blocks = ((length + 8) >>> 6) + 1
  reserve(writer, blocks * 64 - length)
  writer.bytes.fill(0, length, blocks * 64)
  writer.bytes[length] = 0x80
  const view = new DataView(writer.bytes.buffer)
  view.setUint32(blocks * 64 - 8, length << 3, true)
  view.setUint32(blocks * 64 - 4, length >>> 29, true)
  const state = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476)
  for (let block = 0; block < blocks; block += 1) compress(state, view, block * 64)
  return [swapped(state[0]), swapped(state[1]), swapped(state[2]), swapped(state[3])]
}

function compress(state: Int32Array, view: DataView, offset: number): void {
  let [a = 0, b = 0, c = 0, d = 0] = state
  for (let step = 0; step < 64; step += 1) {
    const round = step >>> 4
    const mixed = (a + choice(round, b, c, d) + (sines[step] ?? 0) + view.getInt32(offset + wordOf(step) * 4, true)) | 0
    const turn = turns[round * 4 + (step & 3)] ?? 0
    a = d
    d = c
    c = b
    b = (b + ((mixed << turn) | (mixed >>> (32 - turn)))) | 0
  }
  state[0] = (state[0] ?? 0) + a
  state[1] = (state[1] ?? 0) + b
  state[2] = (state[2] ?? 0) + c
  state[3] = (state[3] ?? 0) + d
}

function choice(round: number, b: number, c: number, d: number): number {
  if (round === 0) return (b & c) | (~b & d)
  if (round === 1) return (d & b) | (~d & c)
  return round === 2 ? b ^ c ^ d : c ^ (b | ~d)
}

function wordOf(step: number): number {
  if (step < 16) return step
  if (step < 32) return (5 * step + 1) & 15
  return step < 48 ? (3 * step + 5) & 15 : (7 * step) & 15
}

function swapped(word = 0): number {
  return (((word & 0xff) << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | ((word >>> 24) & 0xff)) >>> 0
}
