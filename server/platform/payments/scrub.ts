/** Nine digits and more, with single spaces or dashes between them: card and phone numbers. */
const LONG_NUMBER = /\d(?:[ -]?\d){8,}/g
const LENGTH_MAX = 300

/** A provider's words without the numbers of people and cards, fit to be stored and logged. */
export function scrub(words: string): string {
  return words.replaceAll(LONG_NUMBER, '[number]').slice(0, LENGTH_MAX)
}
