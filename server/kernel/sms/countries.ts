import type { PhoneNumber } from './phone-number.ts'

/** Which numbers may be written to. */
export type CountryRule = (to: PhoneNumber) => boolean

const ENTRY = /^(!?)\+?([1-9][0-9]{0,9})$/

/**
 * Numbers whose owner earns by each message, or that a text cannot reach: ITU-T E.164 codes for global services and satellite
 * networks, and the ranges that national numbering plans give to premium rate and to personal numbers sold like it.
 */
const PREMIUM = [
  ...['800', '808', '870', '878', '881', '882', '883', '888', '979', '991'],
  ...['1900', '31900', '31906', '31909', '3290', '3389', '34803', '34806', '34807', '34905', '35315', '39899'],
  ...['41900', '41901', '41906', '43900', '43901', '43930', '43931', '449', '4470', '49900', '61190', '7809', '81990'],
]

/** Null when `entry` is not a prefix such as `49` or `!4470`. */
export function parseCountryEntry(entry: string): { readonly prefix: string; readonly allowed: boolean } | null {
  const [, bang, prefix] = ENTRY.exec(entry) ?? []
  return prefix === undefined ? null : { prefix, allowed: bang !== '!' }
}

/**
 * The rule that `entries` make: the longest prefix decides, and an entry before the built-in premium ranges. With any allowing entry,
 * what none of them names is refused. Throws TypeError for an entry that is no prefix.
 */
export function countryRule(entries: readonly string[]): CountryRule {
  const rules = new Map(PREMIUM.map((prefix) => [prefix, false]))
  let otherwise = true
  for (const entry of entries) {
    const rule = parseCountryEntry(entry)
    if (rule === null) throw new TypeError('SMS_COUNTRIES holds an entry that is no prefix')
    rules.set(rule.prefix, rule.allowed)
    if (rule.allowed) otherwise = false
  }
  return ({ e164 }) => {
    for (let length = e164.length; length > 1; length -= 1) {
      const decided = rules.get(e164.slice(1, length))
      if (decided !== undefined) return decided
    }
    return otherwise
  }
}
