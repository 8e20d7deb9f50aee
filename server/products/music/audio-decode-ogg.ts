import { createRequire } from 'node:module'
import { oggPackets } from './audio-ogg-pages.ts'
import type { ByteSource } from './audio-source.ts'
import { type OnPcm, refuse } from './audio-types.ts'

const headerPackets = 3

/** An audio decoder module of ogv.js (libvorbis and libopus compiled to WebAssembly, BSD). */
type OgvDecoder = {
  readonly audioBuffer: Float32Array[] | null
  readonly loadedMetadata: boolean
  readonly init: (done: () => void) => void
  readonly processHeader: (packet: ArrayBuffer, done: (accepted: number) => void) => void
  readonly processAudio: (packet: ArrayBuffer, done: (accepted: number) => void) => void
}

/** Decodes Ogg Vorbis or Opus packet by packet; samples before the pre-skip are dropped, those after the end position too. */
export async function decodeOgg(source: ByteSource, codec: 'vorbis' | 'opus', onPcm: OnPcm): Promise<void> {
  const load: (options: object) => Promise<OgvDecoder> = createRequire(import.meta.url)(
    `ogv/dist/ogv-decoder-audio-${codec}-wasm.js`,
  )
  const decoder = await load({ printErr: () => undefined })
  decoder.init(() => undefined)
  let index = 0
  let decoded = 0
  let preSkip = 0
  for (const packet of oggPackets(source)) {
    const bytes = Uint8Array.from(packet.bytes).buffer
    if (index === 0 && codec === 'opus') preSkip = packet.bytes.readUInt16LE(10)
    if (index < headerPackets) feedHeader(decoder, bytes, { codec, index })
    // NOTE: ogv's Opus module tells its format on the third header call, which in an Opus stream is already audio.
    if (index >= headerPackets || (codec === 'opus' && index === 2)) {
      const limit =
        packet.last && packet.granule !== null ? packet.granule - preSkip - decoded : Number.POSITIVE_INFINITY
      decoded += feedAudio(decoder, bytes, limit, onPcm)
    }
    index += 1
  }
}

function feedHeader(decoder: OgvDecoder, bytes: ArrayBuffer, packet: { codec: string; index: number }): void {
  let accepted = 0
  decoder.processHeader(bytes, (result) => {
    accepted = result
  })
  if (accepted === 0 || (packet.index === headerPackets - 1 && !decoder.loadedMetadata)) {
    refuse('AUDIO_MALFORMED', `The ${packet.codec} headers cannot be read.`)
  }
}

function feedAudio(decoder: OgvDecoder, bytes: ArrayBuffer, limit: number, onPcm: OnPcm): number {
  let accepted = 0
  decoder.processAudio(bytes, (result) => {
    accepted = result
  })
  const channels = accepted === 0 ? null : decoder.audioBuffer
  const available = channels?.[0]?.length ?? 0
  if (channels === null || available === 0) return 0
  const kept = Math.max(0, Math.min(available, limit))
  onPcm(kept === available ? channels : channels.map((samples) => samples.subarray(0, kept)))
  return kept
}
