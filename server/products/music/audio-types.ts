/** What is wrong with an upload, per field: stable code, JSON pointer of the field, values for a translated text, English text. */
export type Finding = {
  readonly code: string
  readonly severity: 'error' | 'warning'
  readonly path: string
  readonly params: Readonly<Record<string, string | number>>
  readonly message: string
}

export type AudioFormat = 'wav' | 'flac' | 'mp3' | 'adts' | 'mp4' | 'ogg-vorbis' | 'ogg-opus'

/** What the bytes hold by our own count; `samples` is per channel and never a declared figure alone. */
export type AudioLayout = {
  readonly format: AudioFormat
  readonly sampleRateHz: number
  readonly channels: number
  readonly bitDepth: number | null
  readonly lossless: boolean
  readonly samples: number
  readonly audioBytes: number
  readonly audioStart: number
  readonly audioEnd: number
  readonly pcm: 'integer' | 'float' | null
  readonly contentType: string
}

/** Receives one array per channel, samples in -1..1, valid during the call only. */
export type OnPcm = (channels: readonly Float32Array[]) => void

/** `container` and `codec` are display names; decisions read `format`. `durationMs` is measured from the bytes. */
export type AudioProbe = {
  readonly format: AudioFormat
  readonly container: string
  readonly codec: string
  readonly sampleRateHz: number
  readonly bitDepth: number | null
  readonly channels: number
  readonly bitrateBps: number
  readonly lossless: boolean
  readonly durationMs: number
  readonly bytes: number
  readonly title: string | null
  readonly isrc: string | null
  readonly contentType: string
}

export type ProbeResult =
  | { readonly ok: true; readonly probe: AudioProbe }
  | { readonly ok: false; readonly findings: readonly Finding[] }

export type AudioRefusalCode =
  | 'AUDIO_EMPTY'
  | 'AUDIO_UNKNOWN_CONTAINER'
  | 'AUDIO_MALFORMED'
  | 'AUDIO_TRUNCATED'
  | 'AUDIO_CODEC'
  | 'AUDIO_TOO_LARGE'
  | 'AUDIO_TIMEOUT'

/** A file's fault, thrown out of the depth of a parser and turned into a result at its edge; anything else thrown is a bug. */
export class AudioRefusal extends Error {
  readonly finding: Finding
  constructor(finding: Finding) {
    super(finding.message)
    this.name = 'AudioRefusal'
    this.finding = finding
  }
}

export function audioError(code: AudioRefusalCode, message: string, params: Finding['params'] = {}): Finding {
  return { code, severity: 'error', path: '/audio', params, message }
}

export function refuse(code: AudioRefusalCode, message: string, params: Finding['params'] = {}): never {
  throw new AudioRefusal(audioError(code, message, params))
}
