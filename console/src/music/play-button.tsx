import { ActionIcon } from '@mantine/core'
import { IconPlayerPauseFilled, IconPlayerPlayFilled } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { type Playable, toggle, usePlaysTrack } from './player.ts'

interface PlayButtonProps {
  readonly track: Playable
  readonly queue?: readonly Playable[]
  readonly size?: 'lg' | 'xl'
}

export function PlayButton({ track, queue = [], size = 'lg' }: PlayButtonProps): ReactElement {
  const { playing } = usePlaysTrack(track.id)
  const Icon = playing ? IconPlayerPauseFilled : IconPlayerPlayFilled
  return (
    <ActionIcon
      size={size}
      radius="xl"
      variant={playing ? 'filled' : 'default'}
      aria-label={`${playing ? 'Pause' : 'Play'} ${track.title}`}
      onClick={() => toggle(track, queue)}
    >
      <Icon size={18} aria-hidden />
    </ActionIcon>
  )
}
