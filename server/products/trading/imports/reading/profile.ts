import { type Static, Type } from 'typebox'
import { named, namedObject, object, oneOf } from '../../../../kernel/http/schema.ts'
import { assetClasses, cashKinds, executionKinds, statedKinds } from '../../ledger/tables.ts'

/**
 * A column's header, `#3` for the third column, `Cur.#2` for the second of that name, or `{name}` of what a pattern found; of XML an
 * attribute, of JSON a path such as `Details.0.Price`.
 */
const column = Type.String({ minLength: 1, maxLength: 120 })
const columns = Type.Array(column, { minItems: 1, maxItems: 12 })
const word = Type.String({ minLength: 1, maxLength: 120 })
const words = Type.Array(word, { minItems: 1, maxItems: 40 })
/** Names a reason in what is told of a row. */
const reason = Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 60 })

/** Where a value comes from: a column, the first filled one of several, several joined by a space, or a constant; then by way of a map. */
const value = named(
  'ImportValue',
  Type.Union([
    column,
    object({
      columns: Type.Optional(columns),
      join: Type.Optional(columns),
      constant: Type.Optional(Type.String({ maxLength: 120 })),
      map: Type.Optional(
        Type.Record(Type.String({ maxLength: 120 }), Type.String({ maxLength: 120 }), { maxProperties: 100 }),
      ),
      /** What a text that the map lacks becomes; without it such a row is an error. */
      otherwise: Type.Optional(Type.String({ maxLength: 120 })),
    }),
  ]),
)

/** True of a row when all that is said holds. Texts are compared without regard to case and outer white space. */
const condition = namedObject('ImportCondition', {
  column,
  is: Type.Optional(words),
  starts: Type.Optional(words),
  contains: Type.Optional(words),
  filled: Type.Optional(Type.Boolean()),
  sign: Type.Optional(oneOf(['positive', 'negative', 'zero'])),
})

const side = namedObject('ImportSide', {
  column: Type.Optional(value),
  /** Texts, or beginnings of texts when `starts` is set. */
  buy: Type.Optional(words),
  sell: Type.Optional(words),
  starts: Type.Optional(Type.Boolean()),
  /** A number whose sign tells: positive bought. */
  sign: Type.Optional(column),
  /** The sign of money instead: negative bought. */
  money: Type.Optional(column),
  constant: Type.Optional(oneOf(['buy', 'sell'])),
})

const fee = namedObject('ImportFee', {
  name: Type.String({ pattern: '^[a-z][a-zA-Z0-9]*$', maxLength: 40 }),
  column,
  /** How the file writes a cost: as a positive number, as a negative one, or either way. */
  cost: oneOf(['positive', 'negative', 'magnitude']),
  currency: Type.Optional(value),
  /** The number ends in the coin it is of: `0.0006BNB`. */
  coin: Type.Optional(Type.Boolean()),
  /** Counts only while this column is empty: the same cost stands there. */
  unless: Type.Optional(column),
})

const fill = namedObject('ImportFill', {
  kind: Type.Optional(oneOf(executionKinds)),
  symbol: Type.Optional(value),
  grammar: Type.Optional(oneOf(['auto', 'plain', 'option', 'future', 'forex', 'crypto'])),
  assetClass: Type.Optional(value),
  currency: Type.Optional(value),
  multiplier: Type.Optional(value),
  root: Type.Optional(value),
  expiresOn: Type.Optional(value),
  strike: Type.Optional(value),
  right: Type.Optional(value),
  exchange: Type.Optional(value),
  side: Type.Optional(side),
  quantity: Type.Optional(value),
  /** The sign of the quantity repeats the side; without it a negative quantity is an error. */
  signed: Type.Optional(Type.Boolean()),
  price: Type.Optional(value),
  /** Price times quantity times multiplier as the file reckons it, without fees: tells the multiplier that no column does, and that of a bond. */
  proceeds: Type.Optional(value),
  /** Money that changed hands, for a file without prices: what is left of it without fees, by the quantity, is the price. */
  amount: Type.Optional(value),
  /** Where the price times the quantity is another amount, it is in another currency than the money: the amount is right. */
  amountDecides: Type.Optional(Type.Boolean()),
  /** The amount holds the fees. */
  amountIsNet: Type.Optional(Type.Boolean()),
  executedAt: Type.Optional(value),
  effect: Type.Optional(object({ column, open: words, close: words, starts: Type.Optional(Type.Boolean()) })),
  fees: Type.Optional(Type.Array(fee, { maxItems: 12 })),
  /** Net money: by how much it is off quantity times price is the fee, of a file that has no column for it. */
  impliedFee: Type.Optional(column),
  /** A fee in the coin that was traded changes how much of it was bought or sold. */
  feeInBase: Type.Optional(Type.Boolean()),
  fxRate: Type.Optional(
    object({
      column,
      /** The file says how many of the instrument's currency one of the account's is. */
      invert: Type.Optional(Type.Boolean()),
      /** Holds only where this is the account's currency. */
      currency: Type.Optional(column),
    }),
  ),
  /** What the broker says that it realised. Of a row with both fills of a trade, each may name it: the later one has it. */
  reportedPnl: Type.Optional(value),
  /** The currency of that, where the file says one: a result in another than the instrument's is not taken. */
  reportedIn: Type.Optional(value),
  reportedMae: Type.Optional(value),
  reportedMfe: Type.Optional(value),
  positionRef: Type.Optional(value),
  orderId: Type.Optional(value),
  externalId: Type.Optional(value),
})

const cash = namedObject('ImportCash', {
  /** One of `deposit withdrawal dividend interest fee tax fx`; `by-sign` is a deposit or a withdrawal. */
  kind: Type.Optional(value),
  amount: Type.Optional(value),
  /** The amount is that of one, and this is how many there are. */
  times: Type.Optional(value),
  /** How the file writes money that leaves, when not by its sign. */
  sign: Type.Optional(oneOf(['as-is', 'in', 'out', 'reversed'])),
  /** A row may have none, being about other money as well. */
  optional: Type.Optional(Type.Boolean()),
  currency: Type.Optional(value),
  fxRate: Type.Optional(value),
  happenedAt: Type.Optional(value),
  symbol: Type.Optional(value),
  note: Type.Optional(value),
  externalId: Type.Optional(value),
})

/** What the broker itself reports: it makes nothing, and stands in the reconciliation beside what we compute. */
const statement = namedObject('ImportStatement', {
  of: oneOf(statedKinds),
  amount: value,
  currency: Type.Optional(value),
  /** Of a position, and of a result that is of one: named as in a fill. */
  symbol: Type.Optional(value),
  grammar: Type.Optional(oneOf(['auto', 'plain', 'option', 'future', 'forex', 'crypto'])),
  assetClass: Type.Optional(value),
  multiplier: Type.Optional(value),
  root: Type.Optional(value),
  expiresOn: Type.Optional(value),
  strike: Type.Optional(value),
  right: Type.Optional(value),
  /** Of a result: the first day it is of. */
  since: Type.Optional(value),
  /** The day at whose end it holds. */
  until: value,
})

/** The cash after each row, in a column of its own: the last one of a day and currency is a statement. One that is no number says nothing. */
const balance = namedObject('ImportBalance', {
  amount: value,
  currency: Type.Optional(value),
  /** When it held, and with it all that happened until then. */
  at: value,
})

/**
 * A split of shares: named, and at the time, that the fill of the table says where this does not. With neither a ratio nor a part the row
 * counts where the split is known already, and is skipped elsewhere: what was added to a holding does not tell the ratio.
 */
const split = namedObject('ImportSplit', {
  symbol: Type.Optional(value),
  assetClass: Type.Optional(value),
  currency: Type.Optional(value),
  executedAt: Type.Optional(value),
  /** So many new shares ... */
  numerator: Type.Optional(value),
  /** ... for so many old ones, as the row says. */
  denominator: Type.Optional(value),
  /** Two rows of one day tell what was held before and after: by their quantities and prices the ratio is known where only one fits. */
  part: Type.Optional(oneOf(['before', 'after'])),
  quantity: Type.Optional(value),
  price: Type.Optional(value),
})

/** What a row says of an instrument, before or behind the fills of it: of multipliers the first source. The row itself makes nothing. */
const told = namedObject('ImportInstrument', {
  symbol: Type.Optional(value),
  assetClass: Type.Optional(value),
  multiplier: Type.Optional(value),
  root: Type.Optional(value),
  expiresOn: Type.Optional(value),
  exchange: Type.Optional(value),
})

/** What becomes of the rows that meet all conditions: records or a split, or skipped or refused for a reason that is told. */
const rule = namedObject('ImportRule', {
  when: Type.Optional(Type.Array(condition, { maxItems: 8 })),
  records: Type.Optional(
    Type.Array(object({ fill: Type.Optional(fill), cash: Type.Optional(cash), statement: Type.Optional(statement) }), {
      minItems: 1,
      maxItems: 6,
    }),
  ),
  /** Values that all rows after it know as `{file.name}`, such as the period that a file is of. */
  keep: Type.Optional(Type.Record(Type.String({ pattern: '^[a-z]+$', maxLength: 20 }), value, { maxProperties: 8 })),
  split: Type.Optional(split),
  instrument: Type.Optional(told),
  skip: Type.Optional(reason),
  error: Type.Optional(reason),
  column: Type.Optional(column),
})

/**
 * Looks for texts such as `Bought {quantity:number} {name} ({symbol:word})` in a column: a name takes what stands before the text that
 * follows it, `:number` and `:word` only what looks like one, `:grouped` a number with spaces between its thousands, and what is found is the column `{name}`. The first pattern that fits counts.
 */
const extract = object({
  column,
  patterns: Type.Array(
    object({
      text: Type.String({ minLength: 1, maxLength: 200 }),
      set: Type.Optional(
        Type.Record(Type.String({ maxLength: 40 }), Type.String({ maxLength: 120 }), { maxProperties: 10 }),
      ),
    }),
    { minItems: 1, maxItems: 40 },
  ),
})

const table = namedObject('ImportTable', {
  /** Names of the sections, of the elements of XML or of the arrays of JSON that hold such rows. */
  sections: Type.Optional(words),
  /** Each with all the names it goes by: the row that has them all is the header. */
  headers: Type.Array(words, { maxItems: 20 }),
  /** Columns that an empty cell repeats from the row before. */
  fillDown: Type.Optional(columns),
  extract: Type.Optional(Type.Array(extract, { maxItems: 8 })),
  /** What the fills and movements of all rules share. */
  fill: Type.Optional(fill),
  cash: Type.Optional(cash),
  balance: Type.Optional(balance),
  /** The first whose conditions hold; a row that none wants is an error. */
  rules: Type.Array(rule, { minItems: 1, maxItems: 100 }),
})

/**
 * How a broker writes a file, as data: no code, no regular expressions, everything bounded. What the schema cannot say is said by
 * profileFaults.
 */
export const profileSchema = namedObject('ImportDefinition', {
  id: Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 60 }),
  name: Type.String({ minLength: 1, maxLength: 80 }),
  broker: Type.String({ maxLength: 80 }),
  version: Type.Integer({ minimum: 1, maximum: 10_000 }),
  detect: object({
    /** Texts that all stand in the beginning of the file, beside the header of one of the tables. */
    contains: Type.Optional(words),
    anyOf: Type.Optional(words),
    delimiter: oneOf(['auto', ',', ';', '\t', '|']),
    encoding: oneOf(['auto', 'utf-8', 'utf-16le', 'windows-1252']),
    /** What stands before the row that begins with this text is passed over. */
    skipUntil: Type.Optional(word),
  }),
  /** One table, one whose rows begin with the name of their section, several that blank rows part, XML with a record an element, or JSON with arrays of them. */
  format: oneOf(['csv', 'labelled', 'blocks', 'xml', 'json']),
  /** The zone of wall times, or `account`. */
  zone: Type.String({ minLength: 1, maxLength: 64 }),
  /** Patterns of `yyyy yy MM M MMM dd d HH H hh h mm m ss s S a X`, texts in apostrophes; the first that fits. */
  dates: Type.Array(Type.String({ minLength: 1, maxLength: 60 }), { minItems: 1, maxItems: 12 }),
  number: object({
    decimal: oneOf(['.', ',']),
    /** The file mixes them: a lone other separator without three digits behind it is a decimal one. */
    either: Type.Optional(Type.Boolean()),
    /** Of a file that mixes them: a row with a number that could be either, such as `1.125`, is an error, not in thousands. */
    refuseUnsure: Type.Optional(Type.Boolean()),
    /** Numbers may be written `-1.2E-4`. */
    exponent: Type.Optional(Type.Boolean()),
  }),
  order: oneOf(['oldest-first', 'newest-first', 'auto']),
  tables: Type.Array(table, { minItems: 1, maxItems: 24 }),
})

export type Profile = Static<typeof profileSchema>
export type Table = Profile['tables'][number]
export type Rule = Table['rules'][number]
export type FillRule = Static<typeof fill>
export type CashRule = Static<typeof cash>
export type StatementRule = Static<typeof statement>
export type BalanceRule = Static<typeof balance>
export type SplitRule = Static<typeof split>
export type ToldRule = Static<typeof told>
export type SideRule = Static<typeof side>
export type FeeRule = Static<typeof fee>
export type Value = Static<typeof value>
export type Condition = Static<typeof condition>
export type Extract = Static<typeof extract>

export const symbolAssetClasses: ReadonlySet<string> = new Set(assetClasses)
export const symbolCashKinds: ReadonlySet<string> = new Set([...cashKinds, 'by-sign'])
