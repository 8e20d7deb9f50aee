import { typedDecimal } from '../../decimals.ts'
import type { FeeRule, FeeSchedule, FeeScheduleInput } from '../../types.ts'

/** A price as its fields hold it; a limit that is empty is none. */
export interface RuleValues {
  readonly key: string
  readonly part: string
  readonly assetClasses: FeeRule['assetClasses']
  readonly side: FeeRule['side']
  readonly per: FeeRule['per']
  readonly amount: string
  readonly min: string
  readonly max: string
  readonly maxPercent: string
  readonly rounding: FeeRule['rounding']
}

export interface PriceListValues {
  readonly key: string
  readonly validFrom: string
  readonly rules: readonly RuleValues[]
}

export interface FeeValues {
  readonly name: string
  readonly currency: string
  readonly digits: string
  readonly prices: readonly PriceListValues[]
}

export function newRule(): RuleValues {
  return {
    ...{ key: crypto.randomUUID(), part: 'commission', assetClasses: [], side: 'any', per: 'fill', amount: '' },
    ...{ min: '', max: '', maxPercent: '', rounding: 'half-up' },
  }
}

/** From today on, with the prices of before, so that only what changed is typed. */
export function nextPrices(last: PriceListValues | undefined): PriceListValues {
  const rules = last === undefined ? [newRule()] : last.rules.map((rule) => ({ ...rule, key: crypto.randomUUID() }))
  return { key: crypto.randomUUID(), validFrom: new Date().toISOString().slice(0, 10), rules }
}

const FIRST_DAY = '2000-01-01'

export function feeValues(schedule: FeeSchedule | null): FeeValues {
  if (schedule === null) {
    const prices = [{ ...nextPrices(undefined), validFrom: FIRST_DAY }]
    return { name: '', currency: 'USD', digits: '2', prices }
  }
  const { name, currency, digits, prices } = schedule
  return {
    ...{ name, currency, digits: String(digits) },
    prices: prices.map(({ validFrom, rules }) => ({
      ...{ key: crypto.randomUUID(), validFrom },
      rules: rules.map(({ min, max, maxPercent, ...rule }) => ({
        ...{ ...rule, key: crypto.randomUUID(), min: min ?? '', max: max ?? '', maxPercent: maxPercent ?? '' },
      })),
    })),
  }
}

export function feeInput({ name, currency, digits, prices }: FeeValues): FeeScheduleInput {
  const maybe = (typed: string): string | null => (typed.trim() === '' ? null : (typedDecimal(typed) ?? typed))
  return {
    ...{ name: name.trim(), currency: currency.trim().toUpperCase(), digits: Number(digits) },
    prices: prices.map(({ validFrom, rules }) => ({
      validFrom,
      rules: rules.map(({ key: _, amount, min, max, maxPercent, assetClasses, ...rule }) => ({
        ...{ ...rule, assetClasses: [...assetClasses], amount: typedDecimal(amount) ?? amount },
        ...{ min: maybe(min), max: maybe(max), maxPercent: maybe(maxPercent) },
      })),
    })),
  }
}

const limit = (typed: string): string | null =>
  typed.trim() === '' || typedDecimal(typed)?.startsWith('-') === false
    ? null
    : 'Enter a number that is not negative, or leave it empty'

export const feeRules = {
  name: (typed: string) => (typed.trim() === '' ? 'Name it' : null),
  currency: (typed: string) => (/^[A-Za-z0-9]{2,10}$/.test(typed.trim()) ? null : 'Write its code, such as USD'),
  digits: (typed: string) => (/^[0-8]$/.test(typed.trim()) ? null : 'Enter 0 to 8'),
  prices: {
    validFrom: (typed: string) => (typed === '' ? 'Choose the first day' : null),
    rules: {
      amount: (typed: string) => (typedDecimal(typed) === undefined ? 'Enter a number' : null),
      ...{ min: limit, max: limit, maxPercent: limit },
    },
  },
}
