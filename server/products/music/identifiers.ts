const isrcPattern = /^[A-Z]{2}[A-Z0-9]{3}[0-9]{7}$/

/**
 * ISRC (ISO 3901) as 12 upper-case characters without hyphens, or null when it is none: two letters of the agency's
 * prefix, three letters or digits of the registrant, two digits of the year, five of the designation.
 */
export function normaliseIsrc(text: string): string | null {
  const compact = text
    .trim()
    .toUpperCase()
    .replace(/^ISRC[:\s]?/, '')
  const isrc = /^[A-Z]{2}-[A-Z0-9]{3}-\d{2}-\d{5}$/.test(compact) ? compact.replaceAll('-', '') : compact
  return isrcPattern.test(isrc) ? isrc : null
}

/** UPC (12 digits) or EAN (13 digits) without spaces and hyphens, or null when the form or the GS1 check digit is wrong. */
export function normaliseGtin(text: string): string | null {
  const digits = text.trim().replace(/(?<=\d)[ -](?=\d)/g, '')
  if (!/^(\d{12}|\d{13})$/.test(digits)) return null
  return gtinCheckDigit(digits.slice(0, -1)) === Number(digits.at(-1)) ? digits : null
}

/** GS1 modulo 10 check digit for the digits before it, weights 3 and 1 from the right (GS1 General Specifications 7.9). */
export function gtinCheckDigit(digits: string): number {
  const sum = [...digits]
    .reverse()
    .reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 3 : 1), 0)
  return (10 - (sum % 10)) % 10
}
