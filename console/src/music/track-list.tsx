import { Link } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type { Track } from '../api.ts'
import { Cover } from './cover.tsx'
import { PlayButton } from './play-button.tsx'
import { playableOf } from './playable.ts'
import styles from './track-list.module.css'
import { clockTime } from './words.ts'

/** Tracks in their order; playing one queues those below it. */
export function TrackList({ tracks, label }: { tracks: readonly Track[]; label: string }): ReactElement {
  const playables = tracks.map(playableOf)
  return (
    <ul className={styles.list} aria-label={label}>
      {tracks.map((track, at) => (
        <li key={track.id} className={styles.row}>
          <PlayButton track={playableOf(track)} queue={playables.slice(at + 1)} />
          <Cover url={track.coverUrl} size={56} fluid />
          <div className={styles.names}>
            <Link to="/tracks/$id" params={{ id: track.id }} className={styles.title}>
              {track.title}
            </Link>
            <Link to="/artists/$slug" params={{ slug: track.artist.slug }} className={styles.artist}>
              {track.artist.name}
            </Link>
            {track.explicit && <span className={styles.explicit}>Explicit</span>}
          </div>
          <span className={styles.genre}>{track.genre}</span>
          <span className={styles.time}>{clockTime(track.durationMs / 1000)}</span>
        </li>
      ))}
    </ul>
  )
}
