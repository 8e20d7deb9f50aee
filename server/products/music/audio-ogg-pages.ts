import type { ByteSource } from './audio-source.ts'
import { refuse } from './audio-types.ts'

/** `granule` is that of the packet's page when it is the last packet completed there, else null. */
export type OggPacket = { readonly bytes: Buffer; readonly granule: number | null; readonly last: boolean }

const packetBytesMax = 16 * 1024 * 1024
const unsetGranule = 0xffffffffffffffffn

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 24
  for (let bit = 0; bit < 8; bit += 1) value = (value & 0x80000000) !== 0 ? (value << 1) ^ 0x04c11db7 : value << 1
  return value >>> 0
})

function pageChecksum(page: Buffer): number {
  let crc = 0
  for (let at = 0; at < page.length; at += 1) {
    const byte = at >= 22 && at < 26 ? 0 : (page[at] ?? 0)
    crc = (crc << 8) ^ (crcTable[((crc >>> 24) ^ byte) & 0xff] ?? 0)
  }
  return crc >>> 0
}

type OggPage = {
  flags: number
  granule: number | null
  serial: number
  sequence: number
  lacing: Buffer
  body: Buffer
  length: number
}

function readPage(source: ByteSource, at: number): OggPage {
  const head = source.read(at, 27)
  if (head.length < 27) refuse('AUDIO_TRUNCATED', 'The file ends inside an Ogg page.', { offset: at })
  if (head.toString('latin1', 0, 4) !== 'OggS' || head[4] !== 0) {
    refuse('AUDIO_MALFORMED', 'The file holds bytes outside its Ogg pages.', { offset: at })
  }
  const segments = head.readUInt8(26)
  const lacing = source.read(at + 27, segments)
  const bodyBytes = lacing.reduce((sum, value) => sum + value, 0)
  const length = 27 + segments + bodyBytes
  const page = source.read(at, length)
  if (page.length < length) refuse('AUDIO_TRUNCATED', 'The last Ogg page is cut off.', { offset: at })
  if (pageChecksum(page) !== page.readUInt32LE(22))
    refuse('AUDIO_MALFORMED', 'An Ogg page fails its checksum.', { offset: at })
  const granule = page.readBigUInt64LE(6)
  if (granule !== unsetGranule && granule > 0xffff_ffff_ffffn)
    refuse('AUDIO_MALFORMED', 'An Ogg position is impossible.', { offset: at })
  return {
    flags: page.readUInt8(5),
    granule: granule === unsetGranule ? null : Number(granule),
    serial: page.readUInt32LE(14),
    sequence: page.readUInt32LE(18),
    lacing,
    body: page.subarray(27 + segments),
    length,
  }
}

/** Yields the packets of a single logical stream (RFC 3533); refuses gaps, other streams and a missing end mark. */
export function* oggPackets(source: ByteSource): Generator<OggPacket> {
  let pending: Buffer[] = []
  let pendingBytes = 0
  let first: OggPage | null = null
  let ended = false
  for (let at = 0, count = 0; at < source.size; count += 1) {
    const page = readPage(source, at)
    first ??= page
    if (ended || page.serial !== first.serial)
      refuse('AUDIO_MALFORMED', 'The file holds more than one Ogg stream.', { offset: at })
    if (page.sequence !== (first.sequence + count) >>> 0)
      refuse('AUDIO_MALFORMED', 'An Ogg page is missing.', { offset: at })
    if (((page.flags & 1) === 1) !== pendingBytes > 0 && pending.length > 0) {
      refuse('AUDIO_MALFORMED', 'An Ogg packet does not continue where it should.', { offset: at })
    }
    ended = (page.flags & 4) !== 0
    const lastComplete = page.lacing.findLastIndex((value) => value < 255)
    let from = 0
    for (let index = 0; index < page.lacing.length; index += 1) {
      const size = page.lacing[index] ?? 0
      pending.push(page.body.subarray(from, from + size))
      pendingBytes += size
      from += size
      if (pendingBytes > packetBytesMax) refuse('AUDIO_MALFORMED', 'An Ogg packet is larger than the 16 MB allowed.')
      if (size === 255) continue
      const complete = index === lastComplete
      yield { bytes: Buffer.concat(pending), granule: complete ? page.granule : null, last: complete && ended }
      pending = []
      pendingBytes = 0
    }
    at += page.length
  }
  if (!ended || pending.length > 0) refuse('AUDIO_TRUNCATED', 'The Ogg stream has no end page: the file is incomplete.')
}
