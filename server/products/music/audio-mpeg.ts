import { declaredFrames, type FrameHeader, readAdtsHeader, readMp3Header } from './audio-mpeg-frames.ts'
import type { ByteSource } from './audio-source.ts'
import { skipLeadingTags, skipTrailingTags } from './audio-tags.ts'
import { type AudioLayout, refuse } from './audio-types.ts'

export type MpegFrame = { readonly at: number; readonly header: FrameHeader }

const headerBytes = 9
const trailingZerosMax = 64 * 1024

/** Yields each whole frame between the tags; refuses a gap, a change of format, unexplained bytes and a last frame cut short. */
export function* mpegFrames(
  source: ByteSource,
  range: { start: number; end: number },
  readHeader: (bytes: Uint8Array, at: number) => FrameHeader | null,
): Generator<MpegFrame> {
  let first: FrameHeader | null = null
  let at = range.start
  while (at < range.end) {
    const header = readHeader(source.read(at, headerBytes), 0)
    if (header === null) {
      if (first !== null && isZeroPadding(source, at, range.end)) return
      refuse('AUDIO_MALFORMED', 'The file holds bytes that are neither audio frames nor tags.', { offset: at })
    }
    first ??= header
    if (
      header.sampleRateHz !== first.sampleRateHz ||
      header.channels !== first.channels ||
      header.version !== first.version
    ) {
      refuse('AUDIO_MALFORMED', 'The sample rate or channel count changes inside the file.', { offset: at })
    }
    if (at + header.length > range.end) {
      refuse('AUDIO_TRUNCATED', 'The last audio frame is cut off: the file is incomplete.', { offset: at })
    }
    yield { at, header }
    at += header.length
  }
}

function isZeroPadding(source: ByteSource, at: number, end: number): boolean {
  const length = end - at
  return length <= trailingZerosMax && source.read(at, length).every((byte) => byte === 0)
}

function mpegRange(source: ByteSource): { start: number; end: number } {
  const start = skipLeadingTags(source)
  return { start, end: skipTrailingTags(source, start) }
}

/** Counts the frames that are there; the Xing, Info or VBRI count is only compared with them. */
export function layoutMp3(source: ByteSource): AudioLayout {
  const range = mpegRange(source)
  let declared: number | null = null
  let frames = 0
  let samples = 0
  let audioStart = range.start
  let header: FrameHeader | null = null
  for (const frame of walkOrExplain(source, range, () => ({ declared, frames }))) {
    if (header === null) {
      header = frame.header
      const count = declaredFrames(source.read(frame.at, frame.header.length), frame.header)
      if (count !== undefined) {
        declared = count
        audioStart = frame.at + frame.header.length
        continue
      }
    }
    frames += 1
    samples += frame.header.samples
  }
  if (header === null || frames === 0) return refuse('AUDIO_EMPTY', 'The file holds no audio frame.')
  checkDeclared(declared, frames)
  return {
    ...mpegLayout(header, samples, { start: audioStart, end: range.end }),
    format: 'mp3',
    contentType: 'audio/mpeg',
  }
}

function* walkOrExplain(
  source: ByteSource,
  range: { start: number; end: number },
  seen: () => { declared: number | null; frames: number },
): Generator<MpegFrame> {
  try {
    yield* mpegFrames(source, range, readMp3Header)
  } catch (error) {
    // NOTE: a lost frame sync after a header that promised more frames is a cut upload first, whatever follows the cut.
    const { declared, frames } = seen()
    checkDeclared(declared, frames)
    throw error
  }
}

function checkDeclared(declared: number | null, frames: number): void {
  // NOTE: some encoders count their own header frame, so one frame of difference is ordinary.
  if (declared !== null && declared > frames + 1) {
    refuse('AUDIO_TRUNCATED', `The file announces ${declared} audio frames and holds ${frames}.`, {
      declared,
      found: frames,
    })
  }
}

export function layoutAdts(source: ByteSource): AudioLayout {
  const range = mpegRange(source)
  let header: FrameHeader | null = null
  let samples = 0
  for (const frame of mpegFrames(source, range, readAdtsHeader)) {
    header ??= frame.header
    samples += frame.header.samples
  }
  if (header === null) return refuse('AUDIO_EMPTY', 'The file holds no audio frame.')
  return { ...mpegLayout(header, samples, range), format: 'adts', contentType: 'audio/aac' }
}

function mpegLayout(header: FrameHeader, samples: number, range: { start: number; end: number }) {
  return {
    sampleRateHz: header.sampleRateHz,
    channels: header.channels,
    bitDepth: null,
    lossless: false,
    samples,
    audioBytes: range.end - range.start,
    audioStart: range.start,
    audioEnd: range.end,
    pcm: null,
  }
}
