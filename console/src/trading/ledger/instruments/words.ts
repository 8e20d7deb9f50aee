import type { Instrument } from '../../types.ts'

export const classWords: Readonly<Record<Instrument['assetClass'], string>> = {
  stock: 'Share',
  etf: 'ETF',
  option: 'Option',
  future: 'Future',
  forex: 'Currency pair',
  crypto: 'Crypto',
  cfd: 'CFD',
  bond: 'Bond',
}

/** Of a class that is told as a text. */
export function classInWords(assetClass: string): string {
  return classChoices.find(({ value }) => value === assetClass)?.label ?? assetClass
}

export const assetClasses = Object.keys(classWords) as readonly Instrument['assetClass'][]

export const classChoices = assetClasses.map((value) => ({ value, label: classWords[value] }))

/** Who says what one point of it is worth. */
export function multiplierSource({ assetClass, multiplierNote: { source } }: Instrument): string {
  if (source === 'broker') return 'as your broker says'
  if (source === 'owner') return 'as you say'
  return assetClass === 'future' ? 'as the table of futures says' : 'as always of its kind'
}
