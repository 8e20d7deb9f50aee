import { oggPackets } from './audio-ogg-pages.ts'
import type { ByteSource } from './audio-source.ts'
import { type AudioLayout, refuse } from './audio-types.ts'

const opusRateHz = 48_000

export function layoutOgg(source: ByteSource): AudioLayout {
  const packets = oggPackets(source)
  const identification = packets.next()
  if (identification.done === true) return refuse('AUDIO_EMPTY', 'The Ogg stream holds no packet.')
  const head = identification.value.bytes
  if (head.toString('latin1', 0, 8) === 'OpusHead') return layoutOpus(source, head, packets)
  if (head.toString('latin1', 0, 7) === '\x01vorbis') return layoutVorbis(source, head, packets)
  return refuse('AUDIO_CODEC', 'The Ogg stream holds neither Vorbis nor Opus.')
}

type Packets = ReturnType<typeof oggPackets>

/** RFC 7845: each packet's own header gives its duration, so the end position is checked against what is there. */
function layoutOpus(source: ByteSource, head: Buffer, packets: Packets): AudioLayout {
  if (head.length < 19 || head.readUInt8(9) === 0) refuse('AUDIO_MALFORMED', 'The Opus header is malformed.')
  const preSkip = head.readUInt16LE(10)
  let decodable = 0
  let audioBytes = 0
  let end = 0
  skipHeaders(packets, 1)
  for (const packet of packets) {
    decodable += opusPacketSamples(packet.bytes)
    audioBytes += packet.bytes.length
    if (packet.granule !== null) end = packet.granule
  }
  // NOTE: a stream may begin at a position above zero only by its first page, never by more than it holds.
  if (end > decodable + opusRateHz) {
    refuse('AUDIO_MALFORMED', 'The Opus stream announces more time than its packets hold.', {
      declared: end,
      found: decodable,
    })
  }
  const samples = Math.min(end, decodable) - preSkip
  if (samples <= 0) refuse('AUDIO_EMPTY', 'The Opus stream holds no audio.')
  return {
    ...oggLayout(source, audioBytes),
    format: 'ogg-opus',
    sampleRateHz: opusRateHz,
    channels: head.readUInt8(9),
    samples,
  }
}

/** RFC 6716 section 3.1: configuration and frame count of a packet, in samples at 48 kHz. */
function opusPacketSamples(packet: Buffer): number {
  const toc = packet[0]
  if (toc === undefined) return 0
  const configuration = toc >> 3
  const frame =
    configuration < 12
      ? ([480, 960, 1920, 2880][configuration & 3] ?? 0)
      : configuration < 16
        ? ([480, 960][configuration & 1] ?? 0)
        : ([120, 240, 480, 960][configuration & 3] ?? 0)
  const code = toc & 3
  const frames = code === 0 ? 1 : code < 3 ? 2 : (packet[1] ?? 0) & 63
  const samples = frame * frames
  if (samples > 5760) refuse('AUDIO_MALFORMED', 'An Opus packet claims more than 120 ms.', { samples })
  return samples
}

function layoutVorbis(source: ByteSource, head: Buffer, packets: Packets): AudioLayout {
  if (head.length < 30 || head.readUInt32LE(7) !== 0) refuse('AUDIO_MALFORMED', 'The Vorbis header is malformed.')
  const channels = head.readUInt8(11)
  const sampleRateHz = head.readUInt32LE(12)
  const blockMax = 1 << (head.readUInt8(28) >> 4)
  if (channels === 0 || sampleRateHz === 0)
    refuse('AUDIO_MALFORMED', 'The Vorbis header is malformed.', { channels, sampleRateHz })
  skipHeaders(packets, 2)
  let samples = 0
  let audioBytes = 0
  let count = 0
  for (const packet of packets) {
    count += 1
    audioBytes += packet.bytes.length
    if (packet.granule !== null) samples = packet.granule
  }
  if (samples === 0 || audioBytes === 0) refuse('AUDIO_EMPTY', 'The Vorbis stream holds no audio.')
  // NOTE: a packet completes at most half a long block, which bounds what a forged end position can claim; decoding settles the rest.
  const samplesMax = (count * blockMax) / 2
  if (samples > samplesMax) {
    refuse('AUDIO_MALFORMED', 'The Vorbis stream announces more time than its packets can hold.', {
      declared: samples,
      found: samplesMax,
    })
  }
  return { ...oggLayout(source, audioBytes), format: 'ogg-vorbis', sampleRateHz, channels, samples }
}

function skipHeaders(packets: Packets, count: number): void {
  for (let index = 0; index < count; index += 1) {
    if (packets.next().done === true) refuse('AUDIO_EMPTY', 'The Ogg stream ends inside its headers.')
  }
}

function oggLayout(source: ByteSource, audioBytes: number) {
  return {
    bitDepth: null,
    lossless: false,
    audioBytes,
    audioStart: 0,
    audioEnd: source.size,
    pcm: null,
    contentType: 'audio/ogg',
  }
}
