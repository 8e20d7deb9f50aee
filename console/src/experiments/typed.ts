/** What was typed, a comma or a point before the decimals; undefined when it is no number. */
export function typedNumber(typed: string): number | undefined {
  const text = typed.trim().replace(',', '.')
  return /^-?\d{1,15}(\.\d{1,12})?$/.test(text) ? Number(text) : undefined
}

/** A share of one as percent, and back, without the dust of doubles. */
export const percentOf = (share: number): string => String(Number((share * 100).toPrecision(12)))
export const shareOf = (typed: string): number => Number(((typedNumber(typed) ?? Number.NaN) / 100).toPrecision(12))

/** A rule of a field: a number from `least` to `most`. */
export function isWithin(least: number, most: number, { whole = false } = {}) {
  return (typed: string): string | null => {
    const value = typedNumber(typed)
    const fits = value !== undefined && value >= least && value <= most && (!whole || Number.isInteger(value))
    return fits ? null : `Enter ${whole ? 'a whole number' : 'a number'} from ${least} to ${most.toLocaleString()}`
  }
}
