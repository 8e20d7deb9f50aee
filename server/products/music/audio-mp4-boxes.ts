import type { ByteSource } from './audio-source.ts'
import { refuse } from './audio-types.ts'

/** A box of ISO/IEC 14496-12; `body` excludes the header. */
export type Box = { readonly type: string; readonly body: Buffer }
export type TopBox = { readonly type: string; readonly at: number; readonly bodyAt: number; readonly end: number }

const topBoxesMax = 100_000
const topTypes = new Set(
  'ftyp styp moov moof mdat free skip wide sidx ssix uuid udta meta mfra emsg prft pdin'.split(' '),
)

/** Lists the boxes of the file's first level; every one must lie inside the file and have a known type. */
export function topBoxes(source: ByteSource): TopBox[] {
  const boxes: TopBox[] = []
  for (let at = 0; at < source.size; ) {
    const head = source.read(at, 16)
    if (head.length < 8) refuse('AUDIO_MALFORMED', 'Bytes follow the last box.', { offset: at })
    const type = head.toString('latin1', 4, 8)
    if (!topTypes.has(type)) refuse('AUDIO_MALFORMED', 'The file holds bytes outside its boxes.', { offset: at })
    const short = head.readUInt32BE(0)
    const isLong = short === 1 && head.length === 16
    const length = short === 0 ? source.size - at : isLong ? Number(head.readBigUInt64BE(8)) : short
    const headerBytes = isLong ? 16 : 8
    if (length < headerBytes) refuse('AUDIO_MALFORMED', 'A box is shorter than its header.', { offset: at })
    if (at + length > source.size) {
      refuse('AUDIO_TRUNCATED', `The '${type}' box is cut off.`, { declaredBytes: length, bytes: source.size - at })
    }
    boxes.push({ type, at, bodyAt: at + headerBytes, end: at + length })
    if (boxes.length > topBoxesMax) refuse('AUDIO_MALFORMED', 'The file has more boxes than a recording needs.')
    at += length
  }
  return boxes
}

export function childBoxes(parent: Buffer): Box[] {
  const boxes: Box[] = []
  for (let at = 0; at + 8 <= parent.length; ) {
    const length = parent.readUInt32BE(at)
    if (length < 8 || at + length > parent.length)
      refuse('AUDIO_MALFORMED', 'A box does not fit in its parent.', { offset: at })
    boxes.push({ type: parent.toString('latin1', at + 4, at + 8), body: parent.subarray(at + 8, at + length) })
    at += length
  }
  return boxes
}

export function child(parent: Buffer, ...types: string[]): Buffer {
  let body = parent
  for (const type of types) {
    const found = childBoxes(body).find((box) => box.type === type)
    if (found === undefined) return refuse('AUDIO_MALFORMED', `The '${type}' box is missing.`)
    body = found.body
  }
  return body
}

/** Reads 32-bit fields in order and refuses a box that ends before its fields do. */
export function fields(
  body: Buffer,
  start: number,
): { u32: () => number; u64: () => number; skip: (bytes: number) => void } {
  let at = start
  const take = (bytes: number): number => {
    if (at + bytes > body.length) refuse('AUDIO_MALFORMED', 'A box ends before its fields do.')
    at += bytes
    return at - bytes
  }
  return {
    u32: () => body.readUInt32BE(take(4)),
    u64: () => Number(body.readBigUInt64BE(take(8))),
    skip: (bytes) => {
      take(bytes)
    },
  }
}
