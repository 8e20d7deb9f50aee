import type { Track } from '../api.ts'
import type { Playable } from './player.ts'

export function playableOf(track: Track): Playable {
  const { id, title, artist, durationMs, streamUrl, coverUrl } = track
  return { id, title, artistName: artist.name, durationMs, streamUrl, coverUrl }
}
