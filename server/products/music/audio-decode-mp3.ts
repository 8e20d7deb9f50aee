import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { mpegFrames } from './audio-mpeg.ts'
import { readMp3Header } from './audio-mpeg-frames.ts'
import type { ByteSource } from './audio-source.ts'
import type { AudioLayout, OnPcm } from './audio-types.ts'
import { instantiateWasm } from './audio-wasm.ts'

const batchBytesMax = 128 * 1024

/** The exports of minimp3-wasm (minimp3 is CC0); its WebAssembly imports nothing, so it can reach nothing but its memory. */
type Minimp3 = {
  readonly memory: { readonly buffer: ArrayBuffer }
  readonly decoder_init: () => void
  readonly decoder_set_mp3_data_size: (bytes: number) => void
  readonly decoder_mp3_data_offset: () => number
  readonly decoder_decode: (seconds: number) => void
  readonly decoder_pcm_data_offset: () => number
  readonly decode_results_num_samples: () => number
  readonly decode_results_num_channels: () => number
}

/** Feeds whole frames in batches without resetting the decoder between them, so the bit reservoir carries over. */
export async function decodeMp3(source: ByteSource, layout: AudioLayout, onPcm: OnPcm): Promise<void> {
  const decoder = await loadMinimp3()
  decoder.decoder_init()
  let from = layout.audioStart
  let to = from
  for (const { at, header } of mpegFrames(source, { start: layout.audioStart, end: layout.audioEnd }, readMp3Header)) {
    to = at + header.length
    if (to - from < batchBytesMax) continue
    decodeBatch(decoder, source.read(from, to - from), onPcm)
    from = to
  }
  if (to > from) decodeBatch(decoder, source.read(from, to - from), onPcm)
}

// NOTE: the package's own loader fetches a URL and takes whole files only, so its WebAssembly is driven directly.
async function loadMinimp3(): Promise<Minimp3> {
  const path = createRequire(import.meta.url).resolve('minimp3-wasm/dist/decoder.opt.wasm')
  return (await instantiateWasm(await readFile(path))) as Minimp3
}

function decodeBatch(decoder: Minimp3, bytes: Buffer, onPcm: OnPcm): void {
  decoder.decoder_set_mp3_data_size(bytes.length)
  const at = decoder.decoder_mp3_data_offset()
  const memory = new Uint8Array(decoder.memory.buffer)
  memory.set(bytes, at)
  // NOTE: a frame whose reservoir is missing decodes to nothing; zeroes keep the batch before from showing through.
  memory.fill(0, at + bytes.length)
  decoder.decoder_decode(Number.MAX_VALUE)
  const count = decoder.decode_results_num_samples()
  const channels = decoder.decode_results_num_channels()
  if (count === 0 || channels === 0) return
  const start = decoder.decoder_pcm_data_offset()
  const pcm = new DataView(decoder.memory.buffer, start, count * 2)
  onPcm(
    Array.from({ length: channels }, (_, channel) => {
      const samples = new Float32Array(count / channels)
      for (let frame = 0; frame < samples.length; frame += 1) {
        samples[frame] = pcm.getInt16((frame * channels + channel) * 2, true) / 32768
      }
      return samples
    }),
  )
}
