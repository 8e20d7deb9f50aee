import { type Static, Type } from 'typebox'
import { compare, decimal, decimalShape, formatDecimal, unsignedDecimalShape } from '../../../../kernel/decimal.ts'
import { idOf, instant, line, namedObject, nullable, object, oneOf } from '../../../../kernel/http/schema.ts'
import { invalidValue } from '../problems.ts'
import { assetClasses, type FeeScheduleRow, feeBases, feeRoundings, feeSides, type PriceList } from '../tables.ts'
import { dayShape, readDay } from '../values.ts'

const PRICE_LISTS_MAX = 50
const RULES_MAX = 30
const HUNDRED = decimal('100')

const ruleShape = object({
  /** What the fee is called among the parts of a fill. */
  part: Type.String({ pattern: '^[a-z][a-zA-Z]{0,29}$' }),
  assetClasses: Type.Array(oneOf(assetClasses), {
    maxItems: assetClasses.length,
    uniqueItems: true,
    description: 'Empty: every kind',
  }),
  side: oneOf(feeSides),
  /** `unit`: each share, contract or coin; `percent`: of price times quantity times multiplier. */
  per: oneOf(feeBases),
  amount: { ...decimalShape, description: 'A rebate is negative' },
  min: nullable({ ...unsignedDecimalShape, description: 'Least of a fill, without a sign' }),
  max: nullable({ ...unsignedDecimalShape, description: 'Most of a fill, without a sign; counts before the least' }),
  maxPercent: nullable({ ...unsignedDecimalShape, description: 'Most, in percent of what the fill is worth' }),
  rounding: oneOf(feeRoundings),
})

/** All that a person says of a schedule. */
export const feeScheduleFields = {
  name: line(80),
  currency: Type.String({ pattern: '^[A-Z0-9]{2,10}$' }),
  digits: Type.Integer({ minimum: 0, maximum: 8, description: 'Each fee is rounded to so many' }),
  /** Each holds from its day, by the clock of the account, until that of the next. */
  prices: Type.Array(object({ validFrom: dayShape, rules: Type.Array(ruleShape, { maxItems: RULES_MAX }) }), {
    ...{ minItems: 1, maxItems: PRICE_LISTS_MAX },
  }),
}

export const feeScheduleInput = object(feeScheduleFields)
export const feeScheduleShape = namedObject('FeeSchedule', {
  id: idOf('fee-schedule'),
  ...feeScheduleFields,
  version: Type.Integer(),
  createdAt: instant,
  updatedAt: instant,
})

/** What a person chooses of a schedule. */
export type FeeScheduleColumns = Pick<FeeScheduleRow, 'name' | 'currency' | 'digits' | 'prices'>

/** The columns of what was given, price lists in the order of their days. Throws trading/value-invalid naming the field. */
export function columnsOfFees({ prices, ...rest }: Static<typeof feeScheduleInput>): FeeScheduleColumns {
  const days = new Set<string>()
  for (const [at, { validFrom, rules }] of prices.entries()) {
    readDay(validFrom, `/prices/${at}/validFrom`)
    if (days.has(validFrom)) throw invalidValue(`/prices/${at}/validFrom`, 'twice', 'is the day of another price list')
    days.add(validFrom)
    for (const [place, rule] of rules.entries()) checkRule(rule, `/prices/${at}/rules/${place}`)
  }
  const ordered = prices.toSorted((one, other) => (one.validFrom < other.validFrom ? -1 : 1))
  return { ...rest, prices: ordered.map(plainList) }
}

function checkRule({ min, max, maxPercent }: Static<typeof ruleShape>, at: string): void {
  if (min !== null && max !== null && compare(decimal(min), decimal(max)) > 0)
    throw invalidValue(`${at}/max`, 'minimum', 'is not below the least')
  if (maxPercent !== null && compare(decimal(maxPercent), HUNDRED) > 0)
    throw invalidValue(`${at}/maxPercent`, 'maximum', 'is a percentage')
}

/** Equal numbers are the same text, so that equal price lists are. */
function plainList({ validFrom, rules }: PriceList): PriceList {
  const plain = (text: string): string => formatDecimal(decimal(text))
  const maybe = (text: string | null): string | null => (text === null ? null : plain(text))
  return {
    validFrom,
    rules: rules.map(({ part, assetClasses, side, per, amount, min, max, maxPercent, rounding }) => ({
      ...{ part, assetClasses: [...assetClasses], side, per, amount: plain(amount) },
      ...{ min: maybe(min), max: maybe(max), maxPercent: maybe(maxPercent), rounding },
    })),
  }
}

export function viewFees({ id, version, created_at: createdAt, updated_at: updatedAt, ...row }: FeeScheduleRow) {
  return { id, ...saidOfFees(row), version, createdAt, updatedAt }
}

/** As it is given. */
export function saidOfFees({ name, currency, digits, prices }: FeeScheduleColumns): Static<typeof feeScheduleInput> {
  return { name, currency, digits, prices: prices.map(plainList) as Static<typeof feeScheduleInput>['prices'] }
}
