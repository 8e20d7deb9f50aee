import { type Decimal, signOf } from '../../../../kernel/decimal.ts'
import type { NamedInstrument } from '../canonical.ts'
import { instrumentReader } from './instrument.ts'
import type { FillRule, Profile, ToldRule } from './profile.ts'
import { RowFault } from './refusal.ts'
import { type Cells, cellOf, type Scope } from './scope.ts'
import { expiryOf } from './symbols.ts'

/** What a section of a file says of an instrument that its fills name. */
export interface ToldInstrument {
  readonly multiplier: Decimal | null
  readonly root: string | null
  readonly expiresOn: string | null
  readonly exchange: string | null
}

/** By `toldKey`. */
export type ToldInstruments = ReadonlyMap<string, ToldInstrument>

/** Of shares, coins and currencies one of a price is one; of bonds the money of a fill says what a point is worth, where brokers write 1. */
const POINTED: ReadonlySet<string> = new Set(['option', 'future', 'cfd'])

/** Whether a file of the profile says of its instruments what the rows of its fills do not. */
export function tellsInstruments({ tables }: Profile): boolean {
  return tables.some(({ rules }) => rules.some(({ instrument }) => instrument !== undefined))
}

/** Compiles a row that says something of an instrument; nothing of one that cannot be understood. */
export function toldReader(
  rule: ToldRule,
  table: FillRule,
  scope: Scope,
): (cells: Cells) => [string, ToldInstrument][] {
  const symbol = cellOf(rule.symbol, scope)
  const expiry = cellOf(rule.expiresOn, scope)
  const { expiresOn: _, ...named } = rule
  const { told: __, ...plain } = scope
  const pairOf = instrumentReader(
    { ...table, ...named, symbol: { columns: ['#1'] } },
    { ...plain, columns: onlyFirst(scope) },
  )
  return (cells) => {
    // One that was renamed goes by both names: `89988, 89988.OLD`.
    const names = symbol
      .of(cells)
      .split(',')
      .map((name) => name.trim())
    return names.flatMap((name): [string, ToldInstrument][] => {
      try {
        const { instrument } = pairOf([name, ...cells])
        const { multiplier, root, exchange } = instrument
        const expiresOn = instrument.expiresOn ?? expiryOf(expiry.of(cells))
        const isPointed = POINTED.has(instrument.assetClass) && multiplier !== null && signOf(multiplier) > 0
        return [[toldKey(instrument), { multiplier: isPointed ? multiplier : null, root, expiresOn, exchange }]]
      } catch (fault) {
        if (!(fault instanceof RowFault)) throw fault
        return []
      }
    })
  }
}

/** The columns of the scope, one place further: the first is a name that the row holds among others. */
function onlyFirst({ columns }: Scope): Scope['columns'] {
  return {
    indexOf: (name) => (name === '#1' ? 0 : columns.indexOf(name) < 0 ? -1 : columns.indexOf(name) + 1),
    toldAs: columns.toldAs,
    twinsOf: (name) => (name === '#1' ? [] : columns.twinsOf(name).map((at) => at + 1)),
  }
}

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
