import type { FlagChangeLine } from '../more-queries.ts'
import { changeStates } from './words.ts'

/** What the list of changes is narrowed to; it stands in the address. */
export interface ChangeFilter {
  readonly state?: FlagChangeLine['state']
  readonly environment?: string
}

export function changeFilterIn({ state, environment }: Record<string, unknown>): ChangeFilter {
  return {
    ...(typeof state === 'string' && state in changeStates ? { state: state as FlagChangeLine['state'] } : {}),
    ...(typeof environment === 'string' && environment !== '' ? { environment } : {}),
  }
}
