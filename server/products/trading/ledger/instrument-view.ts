import { type Static, Type } from 'typebox'
import { compare, decimal, formatDecimal, times, unsignedDecimalShape } from '../../../kernel/decimal.ts'
import { idOf, instant, line, namedObject, nullable, object, oneOf } from '../../../kernel/http/schema.ts'
import type { NamedInstrument } from '../imports/canonical.ts'
import { futuresContract } from './futures-table.ts'
import { type AssetClass, assetClasses, type InstrumentRow } from './tables.ts'
import { isUnsettled } from './unsettled.ts'
import { dayShape, readDay, readPositive } from './values.ts'

const symbol = Type.String({ pattern: '^[A-Z0-9/^][A-Z0-9 ./:_^=&+-]{0,63}$', maxLength: 64 })
export const aliasesShape = Type.Array(symbol, { maxItems: 20, uniqueItems: true })
const currency = Type.String({ pattern: '^[A-Z0-9]{2,10}$' })
const right = oneOf(['call', 'put'])

/** How a person names an instrument; what is left out is read from the symbol or known of its kind. */
export const instrumentInput = namedObject('InstrumentInput', {
  symbol,
  assetClass: oneOf(assetClasses),
  currency: Type.Optional(currency),
  multiplier: Type.Optional(unsignedDecimalShape),
  root: Type.Optional(Type.String({ pattern: '^[A-Z0-9.]{1,32}$' })),
  expiresOn: Type.Optional(dayShape),
  strike: Type.Optional(unsignedDecimalShape),
  right: Type.Optional(right),
  exchange: Type.Optional(line(32)),
})

const multiplierNote = object({
  source: oneOf(['broker', 'table', 'owner']),
  /** What a broker's file said last. */
  broker: nullable(Type.String()),
  /** What the table of futures says of the root, and where that is from. */
  table: nullable(Type.String()),
  tableSource: nullable(Type.String()),
  /** The multiplier in force, the broker's and the table's are not all the same. */
  differs: Type.Boolean(),
  /** The owner, who said nothing of it, is asked: others say another, or nobody vouches for this one any more. */
  unsettled: Type.Boolean(),
})

export const instrumentShape = namedObject('Instrument', {
  id: idOf('instrument'),
  version: Type.Integer(),
  symbol: Type.String(),
  assetClass: oneOf(assetClasses),
  currency: Type.String(),
  multiplier: Type.String(),
  multiplierNote,
  tickSize: nullable(Type.String()),
  /** What a step of the price by that is worth, of one unit. */
  tickValue: nullable(Type.String()),
  root: nullable(Type.String()),
  expiresOn: nullable(dayShape),
  strike: nullable(Type.String()),
  right: nullable(right),
  exchange: nullable(Type.String()),
  aliases: Type.Array(Type.String()),
  createdAt: instant,
})

/** Without the multiplier, which is the owner's and not the broker's. Throws trading/value-invalid. */
export function namedOfInput(input: Static<typeof instrumentInput>, at = ''): NamedInstrument {
  return {
    ...{ symbol: input.symbol, assetClass: input.assetClass, currency: input.currency ?? null, multiplier: null },
    ...{ root: input.root ?? null, right: input.right ?? null, exchange: input.exchange ?? null },
    expiresOn: input.expiresOn === undefined ? null : readDay(input.expiresOn, `${at}/expiresOn`),
    strike: input.strike === undefined ? null : decimal(input.strike),
  }
}

/** Throws trading/value-invalid. */
export function ownMultiplier({ multiplier }: Static<typeof instrumentInput>, at = '') {
  return multiplier === undefined ? null : decimal(readPositive(multiplier, `${at}/multiplier`))
}

export function viewInstrument(row: InstrumentRow): Static<typeof instrumentShape> {
  const plain = (text: string | null): string | null => (text === null ? null : formatDecimal(decimal(text)))
  return {
    ...{ id: row.id, version: row.version, symbol: row.symbol, assetClass: row.asset_class, currency: row.currency },
    multiplier: formatDecimal(decimal(row.multiplier)),
    multiplierNote: noteOf(row),
    tickValue: row.tick_size === null ? null : formatDecimal(times(decimal(row.tick_size), decimal(row.multiplier))),
    ...{ tickSize: plain(row.tick_size), root: row.root, expiresOn: row.expires_on, strike: plain(row.strike) },
    ...{ right: row.option_right, exchange: row.exchange, aliases: row.aliases, createdAt: row.created_at },
  }
}

function noteOf(row: InstrumentRow): Static<typeof multiplierNote> {
  const contract = ofTable(row.asset_class, row.root)
  const broker = row.broker_multiplier === null ? null : decimal(row.broker_multiplier)
  const others = [broker, contract?.multiplier ?? null].filter((value) => value !== null)
  return {
    source: row.multiplier_source,
    broker: broker === null ? null : formatDecimal(broker),
    table: contract === null ? null : formatDecimal(contract.multiplier),
    tableSource: contract?.source ?? null,
    differs: others.some((value) => compare(value, decimal(row.multiplier)) !== 0),
    unsettled: isUnsettled(row),
  }
}

function ofTable(assetClass: AssetClass, root: string | null) {
  return assetClass === 'future' && root !== null ? futuresContract(root) : null
}
