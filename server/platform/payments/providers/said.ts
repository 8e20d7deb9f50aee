const SAID_MAX = 300

/**
 * One line of what a provider said, without what may be a card's number, a telephone number, a key or an address in it: providers repeat
 * what they were given.
 */
export function said(text: string): string {
  return text
    .replace(/[^\s<>:;,"'`]+@[^\s<>:;,"'`]+/g, '(address)')
    .replace(/\b(?:sk|rk|pk|whsec)_[\w*+/=-]+/g, '(key)')
    .replace(/\+?\d(?:[ -]?\d){6,}/g, '(number)')
    .replace(/\s+/g, ' ')
    .slice(0, SAID_MAX)
}
