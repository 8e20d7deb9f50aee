import type { Tone } from '../../shell/state-badge.tsx'
import type { FlagChangeLine } from '../more-queries.ts'

type State = FlagChangeLine['state']

export const changeStates: Readonly<Record<State, { readonly label: string; readonly tone: Tone }>> = {
  open: { label: 'Waits for approval', tone: 'caution' },
  approved: { label: 'Waits for its hour', tone: 'positive' },
  applied: { label: 'Applied', tone: 'positive' },
  failed: { label: 'Could not be applied', tone: 'negative' },
  rejected: { label: 'Rejected', tone: 'negative' },
  cancelled: { label: 'Taken back', tone: 'quiet' },
}

/** What a change is of: `new-checkout in production`. */
export function subjectWords({
  kind,
  target,
  environment,
}: Pick<FlagChangeLine, 'kind' | 'target' | 'environment'>): string {
  if (kind === 'segment') return `The segment ${target}`
  return environment === null ? `${target} everywhere` : `${target} in ${environment}`
}

/** The name is empty when the account is gone. */
export function personWords(person: { readonly name: string } | null): string {
  if (person === null) return 'the server'
  return person.name === '' ? 'somebody who is gone' : person.name
}
