import type { BatchState } from './tables.ts'

/** The states of an import and every step between them. The database holds the same steps and refuses others. */
export const steps: Readonly<Record<BatchState, readonly BatchState[]>> = {
  uploaded: ['detected', 'mapped'],
  detected: ['mapped'],
  mapped: ['previewed', 'failed'],
  previewed: ['mapped', 'importing'],
  importing: ['completed', 'completed_with_errors', 'failed'],
  completed: ['undone'],
  completed_with_errors: ['undone'],
  failed: ['mapped'],
  undone: [],
}

/** Whether nothing of the file is in the account, nor was or is about to be: such an import can be deleted. */
export function isDraft(state: BatchState): boolean {
  return steps[state].includes('mapped') || state === 'mapped'
}

/** Whether what the file says is in the account. */
export function isDone(state: BatchState): boolean {
  return steps[state].includes('undone')
}
