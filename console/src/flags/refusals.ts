import { ProblemError } from '../api.ts'

/** Somebody else has saved it in the meantime. */
export function isConflict(error: unknown): boolean {
  return error instanceof ProblemError && error.code === 'flags/changed-since'
}

export function needsApproval(error: unknown): boolean {
  return error instanceof ProblemError && error.code === 'flags/needs-approval'
}
