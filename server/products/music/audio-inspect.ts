import { parseFile } from 'music-metadata'
import { layoutAudio } from './audio-layout.ts'
import type { ByteSource } from './audio-source.ts'
import { type AudioLayout, type AudioProbe, AudioRefusal, audioError, type Finding, refuse } from './audio-types.ts'
import { isWasmTrap } from './audio-wasm.ts'
import { normaliseIsrc } from './identifiers.ts'

const titleLengthMax = 500

export type Inspection =
  | { readonly ok: true; readonly probe: AudioProbe; readonly layout: AudioLayout }
  | { readonly ok: false; readonly findings: readonly Finding[] }

/**
 * Measures a file in the calling thread (a worker's). The layout is our own count of what the bytes hold; music-metadata
 * gives names and tags only: it reports declared durations (a 390-byte mp3 as 818 s) and "ok" for HTML without a container.
 */
export async function inspectAudio(path: string, source: ByteSource, bytesMax: number): Promise<Inspection> {
  try {
    const layout = layoutAudio(source, bytesMax)
    return { ok: true, layout, probe: await describe(path, source.size, layout) }
  } catch (error) {
    if (error instanceof AudioRefusal) return { ok: false, findings: [error.finding] }
    throw error
  }
}

async function describe(path: string, bytes: number, layout: AudioLayout): Promise<AudioProbe> {
  const { format, common } = await parseFile(path, { skipCovers: true }).catch((error: unknown) =>
    refuse('AUDIO_MALFORMED', 'The tags or headers of the file cannot be read.', {
      reason: error instanceof Error ? error.name : 'unknown',
    }),
  )
  if (format.container === undefined || format.codec === undefined) {
    return refuse('AUDIO_UNKNOWN_CONTAINER', 'The container of the file is not recognised.')
  }
  const durationMs = Math.round((layout.samples / layout.sampleRateHz) * 1000)
  return {
    format: layout.format,
    container: format.container,
    codec: format.codec,
    sampleRateHz: layout.sampleRateHz,
    bitDepth: layout.bitDepth,
    channels: layout.channels,
    bitrateBps: Math.round((layout.audioBytes * 8 * layout.sampleRateHz) / layout.samples),
    lossless: layout.lossless,
    durationMs,
    bytes,
    title: cleanTitle(common.title),
    isrc: (common.isrc ?? []).map(normaliseIsrc).find((isrc) => isrc !== null) ?? null,
    contentType: layout.contentType,
  }
}

function cleanTitle(title: string | undefined): string | null {
  const clean = (title ?? '').replace(/\p{Cc}+/gu, ' ').trim()
  return clean === '' ? null : [...clean].slice(0, titleLengthMax).join('')
}

/** For a fault found after the layout, while decoding. */
export function decodeFinding(error: unknown): Finding {
  if (error instanceof AudioRefusal) return error.finding
  if (isWasmTrap(error)) return audioError('AUDIO_MALFORMED', 'The audio cannot be decoded.')
  throw error
}
