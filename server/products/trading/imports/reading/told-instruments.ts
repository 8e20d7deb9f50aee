import type { Decimal } from '../../../../kernel/decimal.ts'
import type { NamedInstrument } from '../canonical.ts'

/** What a section of a file says of an instrument that its fills name. */
export interface ToldInstrument {
  readonly multiplier: Decimal | null
  readonly root: string | null
  readonly expiresOn: string | null
  readonly exchange: string | null
}

/** By `toldKey`. */
export type ToldInstruments = ReadonlyMap<string, ToldInstrument>

export function toldKey({ assetClass, symbol }: Pick<NamedInstrument, 'assetClass' | 'symbol'>): string {
  return `${assetClass} ${symbol}`
}

/** An instrument with what its file says of it: of multipliers it is the first source. */
export function asTold(instrument: NamedInstrument, told: ToldInstruments | undefined): NamedInstrument {
  const found = told?.get(toldKey(instrument))
  if (found === undefined) return instrument
  return {
    ...instrument,
    multiplier: found.multiplier ?? instrument.multiplier,
    root: instrument.root ?? found.root,
    expiresOn: instrument.expiresOn ?? found.expiresOn,
    exchange: instrument.exchange ?? found.exchange,
  }
}
