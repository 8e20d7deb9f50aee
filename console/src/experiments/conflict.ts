import { ProblemError } from '../api.ts'

/** Somebody else has saved it in the meantime. */
export function isConflict(error: unknown): boolean {
  return error instanceof ProblemError && error.code === 'experiments/changed-since'
}
