import type { Static } from 'typebox'
import { Type } from 'typebox'
import { unsignedDecimalShape } from '../../../kernel/decimal.ts'
import { line, namedObject, oneOf } from '../../../kernel/http/schema.ts'
import { assetClasses } from '../ledger/tables.ts'

/** What a trader says of a symbol of a file. */
export const symbolMapping = namedObject('SymbolMapping', {
  /** As the file has it, in upper case. */
  symbol: line(64),
  /** What it is called here. */
  as: Type.Optional(line(64)),
  assetClass: Type.Optional(oneOf(assetClasses)),
  currency: Type.Optional(Type.String({ pattern: '^[A-Z0-9]{2,10}$' })),
  /** Of an instrument that is not there yet and that the broker says nothing of. */
  multiplier: Type.Optional(unsignedDecimalShape),
})
export type SymbolMapping = Static<typeof symbolMapping>

/** One of a currency in the account's: for files that do not give the rate. */
export const fxRatesShape = Type.Record(Type.String({ pattern: '^[A-Z0-9]{2,10}$' }), unsignedDecimalShape, {
  ...{ maxProperties: 50, additionalProperties: false },
})
