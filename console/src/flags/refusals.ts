import { ProblemError } from '../api.ts'

export function needsApproval(error: unknown): boolean {
  return error instanceof ProblemError && error.code === 'flags/needs-approval'
}
