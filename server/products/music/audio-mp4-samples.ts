import { child, childBoxes, fields, type TopBox } from './audio-mp4-boxes.ts'
import type { ByteSource } from './audio-source.ts'
import { refuse } from './audio-types.ts'

/** What a track's tables come to, after each sample was found to lie inside the file. */
export type SampleCount = { readonly packets: number; readonly ticks: number; readonly bytes: number }

const moofBytesMax = 4 * 1024 * 1024

/** The sample table of an ordinary file: stts, stsz, stsc and stco or co64. */
export function countTable(stbl: Buffer, fileBytes: number): SampleCount {
  const sizes = readSizes(child(stbl, 'stsz'))
  const times = fields(child(stbl, 'stts'), 4)
  let timed = 0
  let ticks = 0
  for (let left = times.u32(); left > 0; left -= 1) {
    const count = times.u32()
    timed += count
    ticks += count * times.u32()
  }
  if (timed !== sizes.count) {
    refuse('AUDIO_MALFORMED', 'The time table and the size table disagree.', { timed, sized: sizes.count })
  }
  return { packets: sizes.count, ticks, bytes: checkChunks(stbl, sizes, fileBytes) }
}

type Sizes = { readonly count: number; readonly at: (index: number) => number }

function readSizes(stsz: Buffer): Sizes {
  const head = fields(stsz, 4)
  const fixed = head.u32()
  const count = head.u32()
  if (fixed !== 0) return { count, at: () => fixed }
  if (12 + count * 4 > stsz.length) refuse('AUDIO_MALFORMED', 'The size table is cut off.', { count })
  return { count, at: (index) => stsz.readUInt32BE(12 + index * 4) }
}

function checkChunks(stbl: Buffer, sizes: Sizes, fileBytes: number): number {
  const boxes = childBoxes(stbl)
  const co64 = boxes.find((box) => box.type === 'co64')?.body
  const offsets = fields(co64 ?? child(stbl, 'stco'), 4)
  const chunks = offsets.u32()
  const perChunk = readChunkRuns(child(stbl, 'stsc'))
  let sample = 0
  let total = 0
  for (let chunk = 1; chunk <= chunks && sample < sizes.count; chunk += 1) {
    const start = co64 === undefined ? offsets.u32() : offsets.u64()
    let bytes = 0
    for (let left = perChunk(chunk); left > 0 && sample < sizes.count; left -= 1, sample += 1) {
      bytes += sizes.at(sample)
      if (start + bytes > fileBytes) break
    }
    if (start + bytes > fileBytes) {
      refuse('AUDIO_TRUNCATED', 'The sample table points outside the file.', { offset: start, bytes: fileBytes })
    }
    total += bytes
    // NOTE: chunks that overlap would let a small file claim any duration, so their sum is held to the file's size.
    if (total > fileBytes) refuse('AUDIO_MALFORMED', 'The sample table counts more bytes than the file has.')
  }
  if (sample < sizes.count)
    refuse('AUDIO_MALFORMED', 'The chunk table does not cover every sample.', { covered: sample })
  return total
}

function readChunkRuns(stsc: Buffer): (chunk: number) => number {
  const entries = fields(stsc, 4)
  const runs: { first: number; samples: number }[] = []
  for (let left = entries.u32(); left > 0; left -= 1) {
    runs.push({ first: entries.u32(), samples: entries.u32() })
    entries.skip(4)
  }
  let index = 0
  return (chunk) => {
    while ((runs[index + 1]?.first ?? Number.POSITIVE_INFINITY) <= chunk) index += 1
    return runs[index]?.samples ?? 0
  }
}

type Defaults = { duration: number; size: number }

/** Movie fragments: every run of samples must lie inside the file. */
export function countFragments(source: ByteSource, moofs: readonly TopBox[], mvex: Buffer): SampleCount {
  const trex = fields(child(mvex, 'trex'), 12)
  const defaults: Defaults = { duration: trex.u32(), size: trex.u32() }
  const sum = { packets: 0, ticks: 0, bytes: 0 }
  for (const moof of moofs) {
    if (moof.end - moof.bodyAt > moofBytesMax)
      refuse('AUDIO_MALFORMED', 'A fragment header is too large.', { offset: moof.at })
    const body = source.read(moof.bodyAt, moof.end - moof.bodyAt)
    for (const traf of childBoxes(body).filter((box) => box.type === 'traf')) {
      addFragment(sum, { traf: traf.body, moofAt: moof.at, fileBytes: source.size }, defaults)
    }
    if (sum.bytes > source.size) refuse('AUDIO_MALFORMED', 'The fragments count more bytes than the file has.')
  }
  return sum
}

type Fragment = { readonly traf: Buffer; readonly moofAt: number; readonly fileBytes: number }

function addFragment(sum: { packets: number; ticks: number; bytes: number }, fragment: Fragment, trex: Defaults): void {
  const header = child(fragment.traf, 'tfhd')
  const flags = flagsOf(header)
  const head = fields(header, 8)
  const base = (flags & 1) !== 0 ? head.u64() : fragment.moofAt
  if ((flags & 2) !== 0) head.skip(4)
  const duration = (flags & 8) !== 0 ? head.u32() : trex.duration
  const size = (flags & 16) !== 0 ? head.u32() : trex.size
  let next = base
  for (const { body } of childBoxes(fragment.traf).filter((box) => box.type === 'trun')) {
    const run = readRun(body, { duration, size })
    const start = run.offset === null ? next : base + run.offset
    next = start + run.bytes
    if (start < 0 || next > fragment.fileBytes)
      refuse('AUDIO_TRUNCATED', 'A fragment points outside the file.', { offset: start })
    sum.packets += run.packets
    sum.ticks += run.ticks
    sum.bytes += run.bytes
  }
}

function readRun(trun: Buffer, defaults: Defaults) {
  const flags = flagsOf(trun)
  const entries = fields(trun, 4)
  const packets = entries.u32()
  const offset = (flags & 1) !== 0 ? entries.u32() | 0 : null
  if ((flags & 4) !== 0) entries.skip(4)
  const isPerSample = (flags & 0xf00) !== 0
  if (!isPerSample) return { packets, offset, ticks: packets * defaults.duration, bytes: packets * defaults.size }
  let ticks = 0
  let bytes = 0
  for (let left = packets; left > 0; left -= 1) {
    ticks += (flags & 0x100) !== 0 ? entries.u32() : defaults.duration
    bytes += (flags & 0x200) !== 0 ? entries.u32() : defaults.size
    entries.skip(((flags & 0x400) !== 0 ? 4 : 0) + ((flags & 0x800) !== 0 ? 4 : 0))
  }
  return { packets, offset, ticks, bytes }
}

function flagsOf(body: Buffer): number {
  if (body.length < 8) refuse('AUDIO_MALFORMED', 'A box ends before its fields do.')
  return body.readUInt32BE(0) & 0xffffff
}
