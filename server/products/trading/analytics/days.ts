export const DAY_MS = 86_400_000
const KEPT_MAX = 100_000

const texts = new Map<number, string>()

/** `YYYY-MM-DD` of a number of days from 1970-01-01. Kept, so that equal days are one text. */
export function dayText(day: number): string {
  const known = texts.get(day)
  if (known !== undefined) return known
  if (texts.size >= KEPT_MAX) texts.clear()
  const text = new Date(day * DAY_MS).toISOString().slice(0, 10)
  texts.set(day, text)
  return text
}

/** Days from 1970-01-01 of `YYYY-MM-DD`. */
export function dayNumber(text: string): number {
  return Date.parse(`${text}T00:00:00.000Z`) / DAY_MS
}

/** 1 for Monday to 7 for Sunday. 1970-01-01 was a Thursday. */
export function weekdayOfDay(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1
}
