import { ActionIcon } from '@mantine/core'
import { IconPlayerPauseFilled, IconPlayerPlayFilled, IconVolume, IconX } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { Cover } from './cover.tsx'
import { close, type Playable, type PlayerState, pause, resume, seek, setVolume, usePlayer } from './player.ts'
import styles from './player-bar.module.css'
import { clockTime, spokenTime } from './words.ts'

/** The player at the foot of every page. Every control is a native one: it works by keyboard and is announced as what it is. */
export function PlayerBar(): ReactElement | null {
  const player = usePlayer()
  if (player.track === null) return null
  return (
    <section className={styles.bar} aria-label="Player">
      <NowPlaying track={player.track} fault={player.fault} />
      <Transport player={player} />
      <div className={styles.end}>
        <IconVolume className={styles.volume} size={18} aria-hidden />
        <input
          type="range"
          className={`${styles.range} ${styles.volume}`}
          aria-label="Volume"
          min={0}
          max={1}
          step={0.05}
          value={player.volume}
          aria-valuetext={`${Math.round(player.volume * 100)} per cent`}
          onChange={(event) => setVolume(Number(event.currentTarget.value))}
        />
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label="Close the player" onClick={close}>
          <IconX size={18} aria-hidden />
        </ActionIcon>
      </div>
    </section>
  )
}

function NowPlaying({ track, fault }: { track: Playable; fault: string | null }): ReactElement {
  return (
    <div className={styles.what}>
      <Cover url={track.coverUrl} size={48} />
      <div className={styles.names}>
        <strong>{track.title}</strong>
        {fault === null ? (
          <span className={styles.artist}>{track.artistName}</span>
        ) : (
          <span role="alert" className={styles.fault}>
            {fault}
          </span>
        )}
      </div>
    </div>
  )
}

function Transport({ player }: { player: PlayerState }): ReactElement {
  const { playing, seconds, durationSeconds } = player
  return (
    <div className={styles.transport}>
      <ActionIcon
        size="xl"
        radius="xl"
        variant="filled"
        aria-label={playing ? 'Pause' : 'Play'}
        onClick={playing ? pause : resume}
      >
        {playing ? <IconPlayerPauseFilled size={20} aria-hidden /> : <IconPlayerPlayFilled size={20} aria-hidden />}
      </ActionIcon>
      <span className={styles.time}>{clockTime(seconds)}</span>
      <input
        type="range"
        className={styles.range}
        aria-label="Position"
        min={0}
        max={Math.max(1, Math.round(durationSeconds))}
        step={1}
        value={Math.floor(seconds)}
        aria-valuetext={`${spokenTime(seconds)} of ${spokenTime(durationSeconds)}`}
        onChange={(event) => seek(Number(event.currentTarget.value))}
      />
      <span className={styles.time}>{clockTime(durationSeconds)}</span>
    </div>
  )
}
