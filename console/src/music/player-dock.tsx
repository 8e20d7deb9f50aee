import { lazy, type ReactElement, Suspense } from 'react'
import { useHasTrack } from './player.ts'

const PlayerBar = lazy(async () => {
  const { PlayerBar: component } = await import('./player-bar.tsx')
  return { default: component }
})

/** Holds the player's place; its code is fetched with the first track that is played. */
export function PlayerDock(): ReactElement | null {
  if (!useHasTrack()) return null
  return (
    <Suspense>
      <PlayerBar />
    </Suspense>
  )
}
