import { layoutFlac } from './audio-flac.ts'
import { layoutMp4 } from './audio-mp4.ts'
import { layoutAdts, layoutMp3 } from './audio-mpeg.ts'
import { readAdtsHeader, readMp3Header } from './audio-mpeg-frames.ts'
import { layoutOgg } from './audio-ogg.ts'
import type { ByteSource } from './audio-source.ts'
import { skipLeadingTags } from './audio-tags.ts'
import { type AudioLayout, refuse } from './audio-types.ts'
import { layoutWav } from './audio-wav.ts'

const zipTailBytes = 22 + 65_535
const zipEnd = Buffer.from('PK\x05\x06', 'latin1')

/** Recognises a recording by its bytes, never by its name, and measures it; throws AudioRefusal with the file's fault. */
export function layoutAudio(source: ByteSource, bytesMax: number): AudioLayout {
  if (source.size === 0) refuse('AUDIO_EMPTY', 'The file is empty.')
  if (source.size > bytesMax)
    refuse('AUDIO_TOO_LARGE', 'The file is larger than allowed.', { bytes: source.size, bytesMax })
  refuseArchive(source)
  return layoutByContent(source)
}

function layoutByContent(source: ByteSource): AudioLayout {
  const head = source.read(0, 12)
  const name = head.toString('latin1')
  if (name.startsWith('RIFF') && name.slice(8, 12) === 'WAVE') return layoutWav(source)
  if (name.startsWith('fLaC')) return layoutFlac(source)
  if (name.startsWith('OggS')) return layoutOgg(source)
  if (name.slice(4, 8) === 'ftyp') return layoutMp4(source)
  const first = name.startsWith('ID3') ? skipLeadingTags(source) : 0
  const frame = source.read(first, 9)
  if (readMp3Header(frame, 0) !== null) return layoutMp3(source)
  if (readAdtsHeader(frame, 0) !== null) return layoutAdts(source)
  return refuse('AUDIO_UNKNOWN_CONTAINER', 'The file is not a recording in a format we accept.')
}

// NOTE: a ZIP is read from its end, so a file can be a recording and an archive at once; the end record settles it.
function refuseArchive(source: ByteSource): void {
  const start = Math.max(0, source.size - zipTailBytes)
  const tail = source.read(start, zipTailBytes)
  for (let at = tail.lastIndexOf(zipEnd); at >= 0; at = at > 0 ? tail.lastIndexOf(zipEnd, at - 1) : -1) {
    if (at + 22 <= tail.length && at + 22 + tail.readUInt16LE(at + 20) === tail.length) {
      refuse('AUDIO_MALFORMED', 'A ZIP archive is hidden behind the audio.', { offset: start + at })
    }
  }
}
