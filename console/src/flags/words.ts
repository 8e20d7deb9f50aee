import type { Tone } from '../shell/state-badge.tsx'
import type { Flag } from './types.ts'

export const staleWords: Readonly<Record<NonNullable<Flag['stale']>, string>> = {
  unused: 'Stale: nobody evaluates it any more',
  settled: 'Stale: long the same for everybody',
}

export function standingWords(standing: { readonly enabled: boolean; readonly isKilled: boolean }): {
  readonly tone: Tone
  readonly label: string
} {
  if (standing.isKilled) return { tone: 'negative', label: 'killed' }
  return standing.enabled ? { tone: 'positive', label: 'on' } : { tone: 'quiet', label: 'off' }
}
