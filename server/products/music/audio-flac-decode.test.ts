import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { decodeFlac } from './audio-flac-decode.ts'
import { crc16, readFlacFrameHeader } from './audio-flac-frames.ts'
import { layoutAudio } from './audio-layout.ts'
import { openSource } from './audio-source.ts'

const folder = mkdtempSync(join(tmpdir(), 'flac-'))
const path = join(folder, 'stereo.flac')
after(() => rmSync(folder, { recursive: true }))

type Pair = readonly [left: number, right: number]

/** The two numbers stored for a sample pair, RFC 9639 section 4.2: independent, left and side, side and right, middle and side. */
const stored: ReadonlyMap<number, (pair: Pair) => Pair> = new Map([
  [1, (pair: Pair): Pair => pair],
  [8, ([left, right]: Pair): Pair => [left, left - right]],
  [9, ([left, right]: Pair): Pair => [left - right, right]],
  [10, ([left, right]: Pair): Pair => [(left + right) >> 1, left - right]],
])

/** A stereo FLAC of one frame of verbatim 16-bit subframes under the given channel assignment. */
function stereoFlac(channelCode: number, pairs: readonly Pair[]): Buffer {
  const streamInfo = Buffer.alloc(34)
  streamInfo.writeUInt16BE(256, 0)
  streamInfo.writeUInt16BE(256, 2)
  streamInfo.writeUInt32BE(((44_100 << 12) | (1 << 9) | (15 << 4)) >>> 0, 10)
  streamInfo.writeUInt32BE(pairs.length, 14)
  const head = Buffer.from([0xff, 0xf8, 0x69, (channelCode << 4) | 8, 0, pairs.length - 1, 0])
  for (let crc = 0; crc < 256 && readFlacFrameHeader(head, 0) === null; crc += 1) head.writeUInt8(crc, 6)
  const coded = pairs.map(stored.get(channelCode) ?? ((pair) => pair))
  const sideChannel = channelCode === 9 ? 0 : channelCode === 1 ? -1 : 1
  const bits = [0, 1].map((channel) => {
    const width = channel === sideChannel ? 17 : 16
    const words = coded.map((pair) =>
      BigInt.asUintN(width, BigInt(pair[channel] ?? 0))
        .toString(2)
        .padStart(width, '0'),
    )
    return `00000010${words.join('')}`
  })
  const body = bits.join('').replace(/.{1,8}/g, (byte) => String.fromCharCode(Number.parseInt(byte.padEnd(8, '0'), 2)))
  const frame = Buffer.concat([head, Buffer.from(body, 'latin1'), Buffer.alloc(2)])
  frame.writeUInt16BE(crc16(frame, 0, frame.length - 2), frame.length - 2)
  return Buffer.concat([Buffer.from('fLaC\x80\x00\x00\x22', 'latin1'), streamInfo, frame])
}

function decoded(bytes: Buffer): Pair[] {
  writeFileSync(path, bytes)
  const source = openSource(path)
  const pairs: Pair[] = []
  decodeFlac(source, layoutAudio(source, 1e6), ([left, right]) => {
    left?.forEach((value, at) => {
      pairs.push([value * 32_768, (right?.[at] ?? Number.NaN) * 32_768])
    })
  })
  source.close()
  return pairs
}

const sample = fc.integer({ min: -32_768, max: 32_767 })

for (const channelCode of [1, 8, 9, 10]) {
  test(`restores both channels of channel assignment ${channelCode}`, () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(sample, sample), { minLength: 16, maxLength: 256 }), (pairs) => {
        assert.deepEqual(decoded(stereoFlac(channelCode, pairs)), pairs)
      }),
      { numRuns: 20 },
    )
  })
}

test('refuses a frame whose checksum is wrong', () => {
  const bytes = stereoFlac(
    1,
    Array.from({ length: 32 }, (_, at): Pair => [at, -at]),
  )
  bytes.writeUInt8((bytes[60] ?? 0) ^ 1, 60)
  assert.throws(() => decoded(bytes), { name: 'AudioRefusal' })
})
