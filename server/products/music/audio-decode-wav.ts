import type { ByteSource } from './audio-source.ts'
import type { AudioLayout, OnPcm } from './audio-types.ts'

const chunkFrames = 32_768

type ReadSample = (bytes: Buffer, at: number) => number

const readers: Record<string, ReadSample> = {
  integer8: (bytes, at) => ((bytes[at] ?? 128) - 128) / 128,
  integer16: (bytes, at) => (((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)) << 16) / 2 ** 31,
  integer24: (bytes, at) =>
    (((bytes[at] ?? 0) << 8) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 24)) / 2 ** 31,
  integer32: (bytes, at) => bytes.readInt32LE(at) / 2 ** 31,
  float32: (bytes, at) => bytes.readFloatLE(at),
  float64: (bytes, at) => bytes.readDoubleLE(at),
}

export function decodeWav(source: ByteSource, layout: AudioLayout, onPcm: OnPcm): void {
  const bits = layout.bitDepth ?? 16
  const read = readers[`${layout.pcm}${bits}`]
  if (read === undefined)
    throw new Error('a WAV layout has a sample form that its parser accepts and its decoder lacks')
  const sampleBytes = bits / 8
  const frameBytes = sampleBytes * layout.channels
  const planes = Array.from({ length: layout.channels }, () => new Float32Array(chunkFrames))
  for (let at = layout.audioStart; at < layout.audioEnd; at += chunkFrames * frameBytes) {
    const bytes = source.read(at, Math.min(chunkFrames * frameBytes, layout.audioEnd - at))
    const frames = Math.floor(bytes.length / frameBytes)
    planes.forEach((samples, channel) => {
      for (let frame = 0; frame < frames; frame += 1) {
        const value = read(bytes, frame * frameBytes + channel * sampleBytes)
        samples[frame] = Number.isFinite(value) ? value : 0
      }
    })
    onPcm(frames === chunkFrames ? planes : planes.map((samples) => samples.subarray(0, frames)))
  }
}
