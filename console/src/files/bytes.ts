const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

/** A size as people read it: 12 MB. */
export function sizeInWords(bytes: number): string {
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3))
  const number = new Intl.NumberFormat(undefined, {
    style: 'unit',
    unit: units[power] ?? 'byte',
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: 1,
  })
  return number.format(bytes / 1000 ** power)
}
