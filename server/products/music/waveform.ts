import { decodePcm } from './audio-decode.ts'
import type { ByteSource } from './audio-source.ts'
import { type AudioLayout, refuse } from './audio-types.ts'

const waveformBuckets = 800

// -60 dBFS, the level under which a listener at ordinary volume hears nothing.
const silenceLevel = 0.001

/** `peaks` are the largest absolute sample of all channels per bucket, 0..255, over the whole recording. */
export type Waveform = { readonly version: 1; readonly peaks: readonly number[] }

/** `peakDbfs` is the sample peak, null for digital silence; it stays at or below the true peak of BS.1770. */
export type AudioSignal = {
  readonly waveform: Waveform
  readonly peakDbfs: number | null
  readonly headSilenceSeconds: number
  readonly tailSilenceSeconds: number
}

/**
 * Decodes a recording in chunks and measures it; null when its codec has no decoder here. Refuses a recording that
 * decodes to noticeably fewer or more samples than its layout counted.
 */
export async function measureSignal(source: ByteSource, layout: AudioLayout): Promise<AudioSignal | null> {
  const meter = createMeter(layout.samples)
  const isDecoded = await decodePcm(source, layout, meter.push)
  if (!isDecoded) return null
  checkDecoded(meter.frames(), layout)
  return meter.signal(layout.sampleRateHz)
}

// NOTE: Vorbis positions can be forged within what its packets could hold; what was heard is the last word.
function checkDecoded(decoded: number, layout: AudioLayout): void {
  const tolerance = 8192 + layout.samples * 0.01
  if (Math.abs(decoded - layout.samples) <= tolerance) return
  const params = { declared: layout.samples, found: decoded }
  if (decoded < layout.samples) refuse('AUDIO_TRUNCATED', 'Less audio can be decoded than the file announces.', params)
  refuse('AUDIO_MALFORMED', 'More audio can be decoded than the file announces.', params)
}

/** Accumulates peaks over chunks of any size; memory does not grow with the recording. */
export function createMeter(samples: number) {
  const peaks = new Float32Array(waveformBuckets)
  const framesPerBucket = Math.max(1, samples / waveformBuckets)
  let frames = 0
  let peak = 0
  let firstHeard = -1
  let lastHeard = -1
  const push = (channels: readonly Float32Array[]): void => {
    const length = channels[0]?.length ?? 0
    for (const channel of channels) {
      for (let at = 0; at < length; at += 1) {
        const level = Math.abs(channel[at] ?? 0)
        if (level <= silenceLevel && level <= peak) continue
        const frame = frames + at
        if (level > silenceLevel) {
          if (firstHeard < 0 || frame < firstHeard) firstHeard = frame
          if (frame > lastHeard) lastHeard = frame
        }
        if (level > peak) peak = level
        const bucket = Math.min(waveformBuckets - 1, Math.floor(frame / framesPerBucket))
        if (level > (peaks[bucket] ?? 0)) peaks[bucket] = level
      }
    }
    frames += length
  }
  const signal = (sampleRateHz: number): AudioSignal => ({
    waveform: { version: 1, peaks: Array.from(peaks, (level) => Math.min(255, Math.round(level * 255))) },
    peakDbfs: peak === 0 ? null : 20 * Math.log10(peak),
    headSilenceSeconds: (firstHeard < 0 ? frames : firstHeard) / sampleRateHz,
    tailSilenceSeconds: (firstHeard < 0 ? frames : frames - 1 - lastHeard) / sampleRateHz,
  })
  return { push, frames: () => frames, signal }
}
