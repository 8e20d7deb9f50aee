const form = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/

/** Milliseconds since the epoch of an ISO 8601 instant, a date (midnight in UTC), or of a number that is such already; NaN for others. */
export function instantMs(value: unknown): number {
  if (typeof value === 'number') return value
  if (typeof value !== 'string' || !form.test(value)) return Number.NaN
  const isLocal = value.length > 10 && !/(?:Z|[+-]\d{2}:?\d{2})$/.test(value)
  return Date.parse(isLocal ? `${value}Z` : value)
}
