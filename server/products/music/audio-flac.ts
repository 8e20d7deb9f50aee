import { crc16, type FlacFrameHeader, readFlacFrameHeader } from './audio-flac-frames.ts'
import type { ByteSource } from './audio-source.ts'
import { skipTrailingTags } from './audio-tags.ts'
import { type AudioLayout, refuse } from './audio-types.ts'

const frameHeaderBytesMax = 16
const lastFrameBytesMax = 4 * 1024 * 1024
const scanBytes = 1 << 20

type StreamInfo = { blockSizeMax: number; sampleRateHz: number; channels: number; bitDepth: number; samples: number }

/** Reads STREAMINFO, then finds every frame in sequence; the samples counted are those of frames that are there. */
export function layoutFlac(source: ByteSource): AudioLayout {
  const { info, audioStart } = readMetadata(source)
  const audioEnd = skipTrailingTags(source, audioStart)
  const { samples, lastFrameAt } = countFrames(source, { start: audioStart, end: audioEnd }, info)
  if (samples === 0) refuse('AUDIO_EMPTY', 'The file holds no audio frame.')
  if (info.samples > samples) {
    refuse('AUDIO_TRUNCATED', `The file announces ${info.samples} samples and holds ${samples}.`, {
      declared: info.samples,
      found: samples,
    })
  }
  if (info.samples !== 0 && info.samples < samples) {
    refuse('AUDIO_MALFORMED', 'The file holds more samples than it announces.', {
      declared: info.samples,
      found: samples,
    })
  }
  checkLastFrame(source, lastFrameAt, audioEnd)
  return {
    format: 'flac',
    sampleRateHz: info.sampleRateHz,
    channels: info.channels,
    bitDepth: info.bitDepth,
    lossless: true,
    samples,
    audioBytes: audioEnd - audioStart,
    audioStart,
    audioEnd,
    pcm: null,
    contentType: 'audio/flac',
  }
}

function readMetadata(source: ByteSource): { info: StreamInfo; audioStart: number } {
  let at = 4
  let info: StreamInfo | null = null
  for (;;) {
    const head = source.read(at, 4)
    if (head.length < 4) refuse('AUDIO_TRUNCATED', 'The file ends inside its metadata.')
    const type = head.readUInt8(0) & 0x7f
    const length = head.readUIntBE(1, 3)
    if (at + 4 + length > source.size)
      refuse('AUDIO_TRUNCATED', 'A metadata block is cut off.', { declaredBytes: length })
    if ((info === null) !== (type === 0)) refuse('AUDIO_MALFORMED', 'STREAMINFO must be the first block, once.')
    info ??= readStreamInfo(source.read(at + 4, length))
    at += 4 + length
    if (head.readUInt8(0) >= 0x80) return { info, audioStart: at }
  }
}

function readStreamInfo(block: Buffer): StreamInfo {
  if (block.length !== 34) refuse('AUDIO_MALFORMED', 'STREAMINFO has the wrong length.', { bytes: block.length })
  const packed = block.readUInt32BE(10)
  const sampleRateHz = packed >>> 12
  if (sampleRateHz === 0) refuse('AUDIO_MALFORMED', 'The sample rate is zero.')
  return {
    blockSizeMax: block.readUInt16BE(2),
    sampleRateHz,
    channels: ((packed >>> 9) & 7) + 1,
    bitDepth: ((packed >>> 4) & 31) + 1,
    samples: (packed & 15) * 2 ** 32 + block.readUInt32BE(14),
  }
}

// NOTE: frame lengths are not stored, so the next frame is the next sync code whose CRC-8 holds and whose number follows on.
function countFrames(source: ByteSource, range: { start: number; end: number }, info: StreamInfo) {
  let samples = 0
  let frames = 0
  let lastFrameAt = range.start
  for (let at = range.start; at < range.end; ) {
    const view = source.read(at, Math.min(scanBytes, range.end - at))
    let found = view.indexOf(0xff)
    while (found >= 0 && (found + frameHeaderBytesMax <= view.length || at + view.length === range.end)) {
      const header = readFlacFrameHeader(view, found)
      if (header !== null && follows(header, { frames, samples }, info)) {
        if (frames === 0 && at + found !== range.start) refuse('AUDIO_MALFORMED', 'The first audio frame is missing.')
        lastFrameAt = at + found
        frames += 1
        samples += header.blockSize
      }
      found = view.indexOf(0xff, found + 1)
    }
    at += found >= 0 ? found : view.length
  }
  return { samples, lastFrameAt }
}

function follows(header: FlacFrameHeader, seen: { frames: number; samples: number }, info: StreamInfo): boolean {
  return (
    header.number === (header.variable ? seen.samples : seen.frames) &&
    header.channels === info.channels &&
    header.blockSize <= info.blockSizeMax &&
    (header.bitDepth ?? info.bitDepth) === info.bitDepth &&
    (header.sampleRateHz ?? info.sampleRateHz) === info.sampleRateHz
  )
}

function checkLastFrame(source: ByteSource, at: number, end: number): void {
  const length = end - at
  if (length > lastFrameBytesMax) refuse('AUDIO_MALFORMED', 'Bytes follow the last audio frame.', { offset: at })
  const frame = source.read(at, length)
  if (length < 10 || crc16(frame, 0, length - 2) !== frame.readUInt16BE(length - 2)) {
    refuse('AUDIO_TRUNCATED', 'The last audio frame is cut off or damaged.', { offset: at })
  }
}
