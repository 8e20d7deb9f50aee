import { ProblemError } from './api.ts'

/** Somebody else has saved it in the meantime: the problem every unit names `<unit>/changed-since`. */
export function isConflict(error: unknown): boolean {
  return error instanceof ProblemError && error.code.endsWith('/changed-since')
}
