import type { AlertRow } from './tables.ts'

/** What a look found of an alert's condition. */
export interface Observed {
  readonly holds: boolean
  /** Names the condition: another day of losses is another one. */
  readonly key: string
  readonly value: string | null
}

type Standing = Pick<AlertRow, 'state' | 'snoozed_until' | 'expires_at' | 'told_key'>

export interface Step {
  readonly state: AlertRow['state']
  readonly toldKey: string | null
  /** It is told now. */
  readonly isTold: boolean
}

/**
 * Where an alert goes by what a look found at a moment. It is told when its condition becomes true, and not again until that was false; when
 * a snooze is over and the condition holds, it is told once more. Null found nothing to judge by.
 */
export function stepOf(alert: Standing, observed: Observed | null, atMs: number): Step {
  const { state, told_key: toldKey } = alert
  const stays: Step = { state, toldKey, isTold: false }
  if (state === 'expired') return stays
  if (alert.expires_at !== null && alert.expires_at.getTime() <= atMs) return { ...stays, state: 'expired' }
  if (state === 'snoozed' && (alert.snoozed_until?.getTime() ?? 0) > atMs) return stays
  if (observed === null) return state === 'snoozed' ? { ...stays, state: 'active' } : stays
  if (!observed.holds) return { state: 'active', toldKey: null, isTold: false }
  const isNew = toldKey !== observed.key || state === 'snoozed'
  return isNew ? { state: 'triggered', toldKey: observed.key, isTold: true } : stays
}
