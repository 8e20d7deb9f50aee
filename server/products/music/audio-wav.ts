import type { ByteSource } from './audio-source.ts'
import { type AudioLayout, refuse } from './audio-types.ts'

const chunksMax = 1000
const formatNames: Record<number, 'integer' | 'float'> = { 1: 'integer', 3: 'float' }

type WavFormat = { kind: 'integer' | 'float'; channels: number; sampleRateHz: number; bits: number; frameBytes: number }

/** Walks the RIFF chunks; the data chunk must lie inside the file and hold whole sample frames. */
export function layoutWav(source: ByteSource): AudioLayout {
  const riffBytes = source.read(0, 12).readUInt32LE(4)
  let format: WavFormat | null = null
  let audio: { start: number; bytes: number } | null = null
  let at = 12
  for (let chunks = 0; at + 8 <= source.size; chunks += 1) {
    if (chunks >= chunksMax)
      refuse('AUDIO_MALFORMED', 'The file holds more RIFF chunks than a recording has.', { chunks })
    const head = source.read(at, 8)
    const name = head.toString('latin1', 0, 4)
    const length = head.readUInt32LE(4)
    if (!/^[\x20-\x7e]{4}$/.test(name))
      refuse('AUDIO_MALFORMED', 'The file holds bytes outside its RIFF chunks.', { offset: at })
    if (at + 8 + length > source.size) {
      const present = source.size - at - 8
      refuse('AUDIO_TRUNCATED', `The '${name}' chunk is cut off.`, {
        chunk: name,
        declaredBytes: length,
        bytes: present,
      })
    }
    if (name === 'fmt ') format = readFormat(source.read(at + 8, length))
    if (name === 'data') audio = { start: at + 8, bytes: length }
    at += 8 + length + (length & 1)
  }
  if (source.size - at > 0) refuse('AUDIO_MALFORMED', 'The file ends inside a RIFF chunk header.', { offset: at })
  if (riffBytes > source.size - 8 + 1) {
    refuse('AUDIO_TRUNCATED', 'The RIFF header announces more bytes than the file has.', {
      declaredBytes: riffBytes,
      bytes: source.size - 8,
    })
  }
  if (format === null || audio === null) return refuse('AUDIO_MALFORMED', 'The file has no format or no data chunk.')
  return wavLayout(format, audio)
}

function readFormat(chunk: Buffer): WavFormat {
  if (chunk.length < 16) refuse('AUDIO_MALFORMED', 'The format chunk is too short.', { bytes: chunk.length })
  const declared = chunk.readUInt16LE(0)
  const tag = declared === 0xfffe && chunk.length >= 40 ? chunk.readUInt16LE(24) : declared
  const kind = formatNames[tag]
  if (kind === undefined) return refuse('AUDIO_CODEC', 'The WAV file does not hold PCM samples.', { formatTag: tag })
  const channels = chunk.readUInt16LE(2)
  const sampleRateHz = chunk.readUInt32LE(4)
  const frameBytes = chunk.readUInt16LE(12)
  const bits = chunk.readUInt16LE(14)
  const bitsKnown = kind === 'integer' ? [8, 16, 24, 32].includes(bits) : [32, 64].includes(bits)
  if (!bitsKnown || channels < 1 || channels > 8 || frameBytes !== (channels * bits) / 8) {
    refuse('AUDIO_MALFORMED', 'The format chunk contradicts itself.', { channels, bits, frameBytes })
  }
  if (sampleRateHz < 1 || sampleRateHz > 768_000)
    refuse('AUDIO_MALFORMED', 'The sample rate is impossible.', { sampleRateHz })
  return { kind, channels, sampleRateHz, bits, frameBytes }
}

function wavLayout(format: WavFormat, audio: { start: number; bytes: number }): AudioLayout {
  const samples = Math.floor(audio.bytes / format.frameBytes)
  if (samples === 0) refuse('AUDIO_EMPTY', 'The data chunk is empty.')
  return {
    format: 'wav',
    sampleRateHz: format.sampleRateHz,
    channels: format.channels,
    bitDepth: format.bits,
    lossless: true,
    samples,
    audioBytes: audio.bytes,
    audioStart: audio.start,
    audioEnd: audio.start + samples * format.frameBytes,
    pcm: format.kind,
    contentType: 'audio/wav',
  }
}
