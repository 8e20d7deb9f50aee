import type { Priority } from './tables.ts'

/** Hours by the clock until an answer and until the end are due. */
const HOURS: Readonly<Record<Priority, { readonly answer: number; readonly resolve: number }>> = {
  urgent: { answer: 1, resolve: 8 },
  high: { answer: 4, resolve: 24 },
  normal: { answer: 8, resolve: 72 },
  low: { answer: 24, resolve: 120 },
}

const HOUR_MS = 3_600_000

/** What a ticket of this priority is promised, counted from when it came. */
export function dueTimes(priority: Priority, from: Date): { readonly answerBy: Date; readonly resolveBy: Date } {
  const { answer, resolve } = HOURS[priority]
  return {
    answerBy: new Date(from.getTime() + answer * HOUR_MS),
    resolveBy: new Date(from.getTime() + resolve * HOUR_MS),
  }
}

/** Whether a promise was broken by `at`: what happened too late stays late. */
export function isLate(due: Date, happened: Date | null, at: Date): boolean {
  return (happened ?? at) > due
}
