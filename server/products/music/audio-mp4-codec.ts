import { childBoxes } from './audio-mp4-boxes.ts'
import { refuse } from './audio-types.ts'

/** `frameSamples` is what one AAC packet decodes to at `coreRateHz`; null where the codec does not fix it. */
export type Mp4Codec = {
  readonly sampleRateHz: number
  readonly coreRateHz: number
  readonly frameSamples: number | null
  readonly channels: number
  readonly bitDepth: number
  readonly lossless: boolean
}

const aacRates = [96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350]

/** Reads the one sample entry of an stsd box: AAC (mp4a with an MPEG-4 AudioSpecificConfig) or Apple Lossless. */
export function readSampleEntry(stsd: Buffer): Mp4Codec {
  const entries = childBoxes(stsd.subarray(8))
  const [entry] = entries
  if (entries.length !== 1 || entry === undefined || entry.body.length < 28) {
    return refuse('AUDIO_CODEC', 'The file must hold exactly one kind of audio.', { entries: entries.length })
  }
  const { body, type } = entry
  const bitDepth = body.readUInt16BE(18)
  const config = childBoxes(body.subarray(28))
  if (type === 'alac') return readAlac(config.find((box) => box.type === 'alac')?.body)
  if (type !== 'mp4a') return refuse('AUDIO_CODEC', 'The file holds neither AAC nor Apple Lossless.', { entry: type })
  const esds = config.find((box) => box.type === 'esds')?.body
  if (esds === undefined) return refuse('AUDIO_CODEC', 'The AAC configuration is missing.')
  const aac = readAudioSpecificConfig(decoderSpecificInfo(esds))
  // NOTE: muxers write 2 here for mono AAC too; what the container declares is what catalogues and players show.
  const declared = body.readUInt16BE(16)
  return { ...aac, channels: declared >= 1 && declared <= 8 ? declared : aac.channels, bitDepth, lossless: false }
}

function readAlac(cookie: Buffer | undefined): Mp4Codec {
  if (cookie === undefined || cookie.length < 28)
    return refuse('AUDIO_MALFORMED', 'The Apple Lossless header is missing.')
  const sampleRateHz = cookie.readUInt32BE(24)
  return {
    sampleRateHz,
    coreRateHz: sampleRateHz,
    frameSamples: null,
    channels: cookie.readUInt8(13),
    bitDepth: cookie.readUInt8(9),
    lossless: true,
  }
}

// ISO/IEC 14496-1 7.2.6: descriptors are a tag, a length in 7-bit groups, and a body.
function decoderSpecificInfo(esds: Buffer): Buffer {
  let at = 4
  for (let steps = 0; steps < 8 && at + 2 <= esds.length; steps += 1) {
    const tag = esds.readUInt8(at)
    let length = 0
    let byte = 0x80
    for (at += 1; (byte & 0x80) !== 0 && at < esds.length; at += 1) {
      byte = esds.readUInt8(at)
      length = ((length << 7) | (byte & 0x7f)) & 0xffff
    }
    if (tag === 5) return esds.subarray(at, at + length)
    if (tag === 3) at += 3
    else if (tag === 4) {
      if (esds[at] !== 0x40) refuse('AUDIO_CODEC', 'The MP4 file does not hold AAC.', { objectType: esds[at] ?? 0 })
      at += 13
    } else at += length
  }
  return refuse('AUDIO_MALFORMED', 'The AAC configuration is malformed.')
}

// ISO/IEC 14496-3 1.6.2.1.
function readAudioSpecificConfig(config: Buffer): Omit<Mp4Codec, 'bitDepth' | 'lossless'> {
  let position = 0
  const bits = (count: number): number => {
    let value = 0
    for (let index = 0; index < count; index += 1, position += 1) {
      value = value * 2 + (((config[position >> 3] ?? 0) >> (7 - (position & 7))) & 1)
    }
    return value
  }
  const objectType = (): number => {
    const type = bits(5)
    return type === 31 ? 32 + bits(6) : type
  }
  const rate = (): number => {
    const index = bits(4)
    return index === 15 ? bits(24) : (aacRates[index] ?? 0)
  }
  const type = objectType()
  const coreRateHz = rate()
  const configuration = bits(4)
  const isExtended = type === 5 || type === 29
  const sampleRateHz = isExtended ? rate() : coreRateHz
  const core = isExtended ? objectType() : type
  const isShort = bits(1) === 1
  if (![1, 2, 3, 4].includes(core) || coreRateHz === 0 || configuration === 0 || configuration > 7) {
    refuse('AUDIO_CODEC', 'This kind of AAC is not accepted.', { objectType: core, configuration })
  }
  const channels = type === 29 ? 2 : configuration === 7 ? 8 : configuration
  return { sampleRateHz, coreRateHz, frameSamples: isShort ? 960 : 1024, channels }
}
