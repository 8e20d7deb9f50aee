import { decodeMp3 } from './audio-decode-mp3.ts'
import { decodeOgg } from './audio-decode-ogg.ts'
import { decodeWav } from './audio-decode-wav.ts'
import { decodeFlac } from './audio-flac-decode.ts'
import type { ByteSource } from './audio-source.ts'
import type { AudioLayout, OnPcm } from './audio-types.ts'

/**
 * Decodes a whole recording in chunks. False when this build has no decoder for its codec: AAC and Apple Lossless, for
 * which no decoder under a permissive licence was found; such a recording has no waveform.
 */
export async function decodePcm(source: ByteSource, layout: AudioLayout, onPcm: OnPcm): Promise<boolean> {
  switch (layout.format) {
    case 'wav':
      decodeWav(source, layout, onPcm)
      return true
    case 'flac':
      decodeFlac(source, layout, onPcm)
      return true
    case 'mp3':
      await decodeMp3(source, layout, onPcm)
      return true
    case 'ogg-vorbis':
      await decodeOgg(source, 'vorbis', onPcm)
      return true
    case 'ogg-opus':
      await decodeOgg(source, 'opus', onPcm)
      return true
    case 'adts':
    case 'mp4':
      return false
  }
}
