import type { ByteSource } from './audio-source.ts'
import { refuse } from './audio-types.ts'

const id3BytesMax = 32 * 1024 * 1024
const paddingBytesMax = 64 * 1024

function id3Length(head: Buffer): number {
  const size = [6, 7, 8, 9].reduce((sum, at) => (sum << 7) | ((head[at] ?? 0) & 0x7f), 0)
  const footer = ((head[5] ?? 0) & 0x10) !== 0 ? 10 : 0
  return 10 + size + footer
}

/** Offset of the first byte after ID3v2 tags and their zero padding; refuses a tag that claims more than the file holds. */
export function skipLeadingTags(source: ByteSource): number {
  let at = 0
  while (source.read(at, 3).toString('latin1') === 'ID3') {
    const head = source.read(at, 10)
    if (head.length < 10) refuse('AUDIO_TRUNCATED', 'The file ends inside its ID3 tag.')
    const length = id3Length(head)
    if (at + length > source.size) {
      refuse('AUDIO_TRUNCATED', 'The ID3 tag claims more bytes than the file has.', {
        declaredBytes: length,
        bytes: source.size,
      })
    }
    at += length
    if (at > id3BytesMax) refuse('AUDIO_MALFORMED', 'The tags are larger than the 32 MB allowed.', { bytes: at })
  }
  if (at === 0) return 0
  const padding = source.read(at, paddingBytesMax)
  const first = padding.findIndex((byte) => byte !== 0)
  return first < 0 ? at : at + first
}

/** Offset where the audio stops: before ID3v1, Lyrics3v2 and APEv2 tags, in any order players accept. */
export function skipTrailingTags(source: ByteSource, start: number): number {
  let end = source.size
  for (let tags = 0; tags < 4; tags += 1) {
    const length = trailingTagLength(source, end)
    if (length === 0 || end - length < start) return end
    end -= length
  }
  return end
}

function trailingTagLength(source: ByteSource, end: number): number {
  if (end >= 128 && source.read(end - 128, 3).toString('latin1') === 'TAG') return 128
  if (end < 32) return 0
  const tail = source.read(end - 32, 32)
  if (tail.toString('latin1', 0, 8) === 'APETAGEX') {
    const hasHeader = (tail.readUInt32LE(20) & 0x80000000) !== 0
    return tail.readUInt32LE(12) + (hasHeader ? 32 : 0)
  }
  if (tail.toString('latin1', 23, 32) === 'LYRICS200') {
    const size = Number(tail.toString('latin1', 17, 23))
    return Number.isInteger(size) && size > 0 ? size + 15 : 0
  }
  return 0
}
