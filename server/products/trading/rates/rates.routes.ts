import { Type } from 'typebox'
import { unsignedDecimalShape } from '../../../kernel/decimal.ts'
import { type Route, route } from '../../../kernel/http/route.ts'
import { instant, namedObject, nullable, object, oneOf, page, pageQuery } from '../../../kernel/http/schema.ts'
import type { SettingHandle } from '../../../platform/settings/index.ts'
import { traderId } from '../caller.ts'
import type { TradingDeps } from '../deps.ts'
import { dayShape } from '../ledger/values.ts'
import type { RateSourceSetting } from './fetch-rates.job.ts'
import { enterRates, keepRates, removeRate } from './own-rates.ts'
import { RATE_AGE_DAYS_MAX, rateSources } from './rate-book.ts'
import { readRateFile } from './rate-file.ts'
import { listRates, rateState } from './rate-list.ts'

const PATH = '/api/trading/currency-rates'
const RATES_MAX = 5000
const TEXT_MAX = 2_000_000
const currency = Type.String({ pattern: '^[A-Z0-9]{2,10}$' })
const pair = { base: currency, quote: currency, day: dayShape }
const read = { can: 'trading:use', rate: 'read' } as const
const write = { can: 'trading:use', rate: 'write' } as const

const rateShape = namedObject('CurrencyRate', {
  ...pair,
  rate: { ...Type.String(), description: 'What one of the base was worth in the quote' },
  source: oneOf(rateSources),
  isOwn: Type.Boolean({ description: 'Said by the trader, which counts before the source' }),
  fetchedAt: instant,
})

const stateShape = namedObject('CurrencyRateState', {
  /** Who is asked each working day; `off`: nobody. */
  asked: oneOf(['off', 'ecb']),
  source: object({
    triedAt: nullable(instant),
    fetchedAt: nullable(instant),
    error: nullable(Type.String()),
    newestDay: nullable(dayShape),
    ageDays: nullable(Type.Integer()),
  }),
  ageDaysMax: Type.Integer({ description: 'An older rate stands for no day' }),
  pairs: Type.Array(
    object({
      ...{ from: currency, to: currency },
      told: nullable(object({ rate: Type.String(), day: dayShape, ageDays: Type.Integer() })),
    }),
    {
      description:
        'What the accounts of the trader hold in other currencies, and the rate of today; null where none is known',
    },
  ),
  missing: Type.Array(object({ from: currency, to: currency, day: dayShape, rows: Type.Integer() }), {
    description: 'Of which days rows of imports wait for a rate: the first 500',
  }),
})

export function rateRoutes(db: TradingDeps['db'], setting: Pick<SettingHandle<RateSourceSetting>, 'read'>): Route[] {
  return [listRoute(db), stateRoute(db, setting), enterRoute(), fileRoute(), removeRoute()]
}

function listRoute(db: TradingDeps['db']): Route {
  return route(
    {
      id: 'trading.listCurrencyRates',
      method: 'GET',
      path: PATH,
      summary: 'Rates of the source and of the caller, newest first.',
      policy: read,
      schema: {
        query: object({
          ...pageQuery,
          currency: Type.Optional(currency),
          from: Type.Optional(dayShape),
          to: Type.Optional(dayShape),
          own: Type.Optional(Type.Boolean({ description: 'Only those that the caller said' })),
        }),
        response: { 200: page(rateShape) },
      },
      problems: ['trading/consent-needed'],
    },
    (call) => listRates(db, traderId(call), call.query),
  )
}

function stateRoute(db: TradingDeps['db'], setting: Pick<SettingHandle<RateSourceSetting>, 'read'>): Route {
  return route(
    {
      id: 'trading.currencyRateState',
      method: 'GET',
      path: `${PATH}/state`,
      summary: 'How old the rates are that the caller needs, and which are missing.',
      policy: read,
      schema: { response: { 200: stateShape } },
      problems: ['trading/consent-needed'],
    },
    async (call) => {
      const { source: asked } = await setting.read(db)
      return { asked, ageDaysMax: RATE_AGE_DAYS_MAX, ...(await rateState(db, traderId(call))) }
    },
  )
}

function enterRoute(): Route {
  const said = object({ ...pair, rate: unsignedDecimalShape })
  return route(
    {
      id: 'trading.putCurrencyRates',
      method: 'PUT',
      path: PATH,
      summary: 'Says rates of days, for the caller only; rows that wait for one are created in the background.',
      policy: write,
      schema: {
        body: object({ rates: Type.Array(said, { minItems: 1, maxItems: RATES_MAX }) }),
        response: { 200: object({ changed: Type.Integer() }) },
      },
      problems: ['trading/value-invalid', 'trading/consent-needed'],
    },
    (call) => {
      const ownerId = traderId(call)
      return call.transaction((tx) => enterRates(tx, ownerId, call.body.rates))
    },
  )
}

function fileRoute(): Route {
  return route(
    {
      id: 'trading.uploadCurrencyRates',
      method: 'POST',
      path: `${PATH}/file`,
      summary:
        'Says the rates of a CSV file, all or none: date,base,quote,rate, or a day a row with a column for each currency, which tells of the euro.',
      policy: write,
      bodyLimitBytes: TEXT_MAX * 2,
      schema: {
        body: object({ text: Type.String({ minLength: 1, maxLength: TEXT_MAX }) }),
        response: { 200: object({ rates: Type.Integer(), changed: Type.Integer() }) },
      },
      problems: ['trading/value-invalid', 'trading/consent-needed'],
    },
    (call) => {
      const ownerId = traderId(call)
      const rates = readRateFile(call.body.text)
      return call.transaction(async (tx) => ({
        ...{ rates: rates.length, ...(await keepRates(tx, ownerId, rates, () => '/text')) },
      }))
    },
  )
}

function removeRoute(): Route {
  return route(
    {
      id: 'trading.removeCurrencyRate',
      method: 'DELETE',
      path: `${PATH}/{base}/{quote}/{day}`,
      summary: 'Takes back what the caller said of a pair and day.',
      policy: write,
      schema: { params: object(pair), response: { 204: null } },
      problems: ['trading/currency-rate-not-found', 'trading/consent-needed'],
    },
    (call) => {
      const ownerId = traderId(call)
      return call.transaction((tx) => removeRate(tx, ownerId, call.params))
    },
  )
}
