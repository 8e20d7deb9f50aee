import type { Origin } from '../../kernel/db/actor.ts'

/** RFC 5646, 4.4.1: room for every tag of language, script, region and variants in use. */
export const LOCALE_MAX = 35

/** The tag in its canonical form, without extensions: `de-CH` of `DE-ch-u-co-phonebk`; null for what is no language tag of BCP 47. */
export function canonicalLocale(text: string): string | null {
  try {
    const { baseName } = new Intl.Locale(text)
    return baseName.length <= LOCALE_MAX ? baseName : null
  } catch {
    // Not well-formed, which is all that is told.
    return null
  }
}

/** What the browser of a request wants most to read (RFC 9110, 12.5.4); null when it does not say. */
export function wantedLocale({ acceptLanguage = '' }: Pick<Origin, 'acceptLanguage'>): string | null {
  const wanted = acceptLanguage.split(',').map((range, at) => {
    const [tag = '', ...parameters] = range.split(';').map((part) => part.trim())
    const weight = parameters.find((one) => /^q=/i.test(one))?.slice(2) ?? '1'
    return { at, locale: canonicalLocale(tag), weight: Number(weight) || 0 }
  })
  const [first] = wanted
    .filter(({ locale, weight }) => locale !== null && weight > 0)
    .sort((one, other) => other.weight - one.weight || one.at - other.at)
  return first?.locale ?? null
}
