import type { Experiment } from './types.ts'
import { isKey, stateWords } from './words.ts'

/** What the list is narrowed to; it stands in the address. */
export interface ExperimentFilter {
  readonly state?: Experiment['state']
  readonly environment?: string
  readonly search?: string
}

export function experimentFilterIn({ state, environment, search }: Record<string, unknown>): ExperimentFilter {
  return {
    ...(isKey(stateWords, state) ? { state } : {}),
    ...(isWords(environment) ? { environment: environment.slice(0, 200) } : {}),
    ...(isWords(search) || typeof search === 'number' ? { search: String(search).slice(0, 100) } : {}),
  }
}

function isWords(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== ''
}
