import type { AudioFormat, AudioProbe, Finding } from './audio-types.ts'
import type { AudioSignal } from './waveform.ts'

/** What a label accepts; bit rates in bit/s. A lossy recording under `lossyRecommendedBps` is only warned about. */
export type AudioPolicy = {
  readonly sampleRateMinHz: number
  readonly bitDepthMin: number
  readonly durationMinMs: number
  readonly lossyRecommendedBps: number
  readonly lossyFloorBps: Readonly<Partial<Record<AudioFormat, number>>>
  readonly clippingDbfs: number
  readonly silenceSecondsMax: number
}

export const defaultAudioPolicy: AudioPolicy = {
  sampleRateMinHz: 44_100,
  bitDepthMin: 16,
  durationMinMs: 500,
  lossyRecommendedBps: 320_000,
  lossyFloorBps: { mp3: 40_000, adts: 32_000, mp4: 32_000, 'ogg-vorbis': 8_000, 'ogg-opus': 8_000 },
  clippingDbfs: -0.1,
  silenceSecondsMax: 10,
}

/** Every rule a probed recording breaks; an `error` finding refuses it. `signal` is null where nothing was decoded. */
export function checkAudioPolicy(
  probe: AudioProbe,
  signal: AudioSignal | null = null,
  policy: AudioPolicy = defaultAudioPolicy,
): Finding[] {
  return [...checkFormat(probe, policy), ...(signal === null ? [] : checkSignal(signal, policy))]
}

function checkFormat(probe: AudioProbe, policy: AudioPolicy): Finding[] {
  const findings: Finding[] = []
  const { durationMs, sampleRateHz, bitDepth, bitrateBps } = probe
  if (durationMs < policy.durationMinMs) {
    const params = { durationMs, minMs: policy.durationMinMs }
    findings.push(
      finding('AUDIO_EMPTY', 'error', `The recording lasts ${durationMs} ms, too short for a track.`, params),
    )
  }
  if (sampleRateHz < policy.sampleRateMinHz) {
    const params = { sampleRateHz, minHz: policy.sampleRateMinHz }
    findings.push(
      finding('AUDIO_SAMPLE_RATE', 'error', `The sample rate is ${sampleRateHz} Hz, under the minimum.`, params),
    )
  }
  if (probe.lossless && bitDepth !== null && bitDepth < policy.bitDepthMin) {
    const params = { bitDepth, minBits: policy.bitDepthMin }
    findings.push(finding('AUDIO_BIT_DEPTH', 'error', `The bit depth is ${bitDepth} bits, under the minimum.`, params))
  }
  const floorBps = policy.lossyFloorBps[probe.format] ?? 0
  // NOTE: a constant 320 kbit/s stream measures a hair less, because frames are rounded to whole bytes.
  if (!probe.lossless && bitrateBps < policy.lossyRecommendedBps * 0.99) {
    const severity = bitrateBps < floorBps ? 'error' : 'warning'
    const params = { bitrateBps, recommendedBps: policy.lossyRecommendedBps, floorBps }
    findings.push(
      finding(
        'AUDIO_LOSSY_BITRATE',
        severity,
        `The bit rate is ${Math.round(bitrateBps / 1000)} kbit/s; a lossless master sounds better.`,
        params,
      ),
    )
  }
  return findings
}

function checkSignal(signal: AudioSignal, policy: AudioPolicy): Finding[] {
  const findings: Finding[] = []
  const { peakDbfs, headSilenceSeconds, tailSilenceSeconds } = signal
  if (peakDbfs !== null && peakDbfs > policy.clippingDbfs) {
    const params = { peakDbfs: round(peakDbfs), maxDbfs: policy.clippingDbfs }
    findings.push(finding('AUDIO_CLIPPING', 'warning', 'The recording reaches full scale and may clip.', params))
  }
  const isSilent = peakDbfs === null || signal.waveform.peaks.every((peak) => peak === 0)
  if (isSilent || Math.max(headSilenceSeconds, tailSilenceSeconds) > policy.silenceSecondsMax) {
    const params = { headSeconds: round(headSilenceSeconds), tailSeconds: round(tailSilenceSeconds) }
    const text = isSilent ? 'The recording is silent.' : 'The recording begins or ends with a long silence.'
    findings.push(finding('AUDIO_SILENCE', 'warning', text, params))
  }
  return findings
}

function finding(code: string, severity: Finding['severity'], message: string, params: Finding['params']): Finding {
  return { code, severity, path: '/audio', params, message }
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
