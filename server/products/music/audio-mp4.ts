import { type Box, child, childBoxes, fields, topBoxes } from './audio-mp4-boxes.ts'
import { type Mp4Codec, readSampleEntry } from './audio-mp4-codec.ts'
import { countFragments, countTable, type SampleCount } from './audio-mp4-samples.ts'
import type { ByteSource } from './audio-source.ts'
import { type AudioLayout, refuse } from './audio-types.ts'

const moovBytesMax = 16 * 1024 * 1024

/** One audio track, whole or in fragments; its samples must lie inside the file and last as long as they decode to. */
export function layoutMp4(source: ByteSource): AudioLayout {
  const top = topBoxes(source)
  const [moov, ...others] = top.filter((box) => box.type === 'moov')
  if (moov === undefined || others.length > 0) return refuse('AUDIO_MALFORMED', 'The file must have one movie header.')
  if (moov.end - moov.bodyAt > moovBytesMax) refuse('AUDIO_MALFORMED', 'The movie header is too large.')
  const movie = childBoxes(source.read(moov.bodyAt, moov.end - moov.bodyAt))
  const media = audioTrack(movie)
  const stbl = child(media, 'minf', 'stbl')
  const codec = readSampleEntry(child(stbl, 'stsd'))
  const timescale = readTimescale(child(media, 'mdhd'))
  const mvex = movie.find((box) => box.type === 'mvex')?.body
  const moofs = top.filter((box) => box.type === 'moof')
  const counted = mvex === undefined ? countTable(stbl, source.size) : countFragments(source, moofs, mvex)
  const samples = measuredSamples(counted, codec, timescale)
  return {
    format: 'mp4',
    sampleRateHz: codec.sampleRateHz,
    channels: codec.channels,
    bitDepth: codec.bitDepth,
    lossless: codec.lossless,
    samples,
    audioBytes: counted.bytes,
    audioStart: 0,
    audioEnd: source.size,
    pcm: null,
    contentType: 'audio/mp4',
  }
}

function audioTrack(movie: readonly Box[]): Buffer {
  const medias = movie.filter((box) => box.type === 'trak').map((trak) => child(trak.body, 'mdia'))
  const handlers = medias.map((media) => child(media, 'hdlr').toString('latin1', 8, 12))
  if (handlers.includes('vide')) refuse('AUDIO_CODEC', 'The file holds a video track.')
  const audio = medias.filter((_, index) => handlers[index] === 'soun')
  const [only] = audio
  if (only === undefined || audio.length > 1)
    return refuse('AUDIO_CODEC', 'The file must hold one audio track.', { tracks: audio.length })
  return only
}

function readTimescale(mdhd: Buffer): number {
  const times = fields(mdhd, mdhd[0] === 1 ? 20 : 12)
  const timescale = times.u32()
  if (timescale === 0) refuse('AUDIO_MALFORMED', 'The time scale is zero.')
  return timescale
}

function measuredSamples(counted: SampleCount, codec: Mp4Codec, timescale: number): number {
  if (counted.packets === 0 || counted.bytes === 0) refuse('AUDIO_EMPTY', 'The file holds no audio packet.')
  const seconds = counted.ticks / timescale
  if (codec.frameSamples !== null) {
    const decoded = (counted.packets * codec.frameSamples) / codec.coreRateHz
    if (Math.abs(decoded - seconds) > 0.1 + decoded * 0.02) {
      refuse('AUDIO_MALFORMED', 'The announced duration and the audio packets disagree.', {
        declaredMs: Math.round(seconds * 1000),
        foundMs: Math.round(decoded * 1000),
      })
    }
  }
  return Math.round(seconds * codec.sampleRateHz)
}
