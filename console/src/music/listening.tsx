import { Group } from '@mantine/core'
import type { ReactElement } from 'react'
import styles from './listening.module.css'
import { PlayButton } from './play-button.tsx'
import { type Playable, play, seek, usePlayer, usePlaysTrack } from './player.ts'
import { Waveform } from './waveform.tsx'

/** A recording to listen into: play button and waveform, in step with the player at the foot of the page. */
export function Listening({ track, peaks }: { track: Playable; peaks: readonly number[] }): ReactElement {
  const player = usePlayer()
  const { loaded } = usePlaysTrack(track.id)
  const durationSeconds = loaded ? player.durationSeconds : track.durationMs / 1000
  const jump = (seconds: number): void => {
    if (!loaded) play(track)
    seek(seconds)
  }
  return (
    <Group wrap="nowrap" align="flex-start" gap="md">
      <PlayButton track={track} size="xl" />
      <div className={styles.wave}>
        <Waveform
          label={`Position in ${track.title}`}
          peaks={peaks}
          seconds={loaded ? player.seconds : 0}
          durationSeconds={durationSeconds}
          onSeek={jump}
        />
      </div>
    </Group>
  )
}
