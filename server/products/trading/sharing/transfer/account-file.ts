import { type Static, Type } from 'typebox'
import { decimalShape as decimal, unsignedDecimalShape as unsigned } from '../../../../kernel/decimal.ts'
import { idOf, line, nullable, object, oneOf, text } from '../../../../kernel/http/schema.ts'
import { richText } from '../../../../platform/content/index.ts'
import { picturePurpose } from '../../journal/entry-files.ts'
import { rulesShape } from '../../journal/rules.ts'
import { moodFields, wallTimeShape } from '../../journal/shapes.ts'
import { goalMetrics, goalPeriods, playbookStatuses, scopes } from '../../journal/tables.ts'
import { feeSourceShape } from '../../ledger/execution-view.ts'
import { feeScheduleInput } from '../../ledger/fees/fee-schedule-view.ts'
import { rateFromShape } from '../../ledger/rate-view.ts'
import {
  accountKinds,
  assetClasses,
  cashKinds,
  executionKinds,
  matchingMethods,
  positionModes,
  reviewStates,
  tagGroupings,
} from '../../ledger/tables.ts'
import { BAR_SECONDS } from '../../ledger/trades/bar-seconds.ts'
import { dayShape, instantInput, zoneShape } from '../../ledger/values.ts'
import { riskProfileSaid } from '../../oversight/risk-profile-view.ts'
import { breachChanges, limitRules } from '../../oversight/tables.ts'

/** What the first line of an exported account says it is. */
export const FORMAT = 'plinth-trading-account'
export const FORMAT_VERSION = 1

export const BARS_A_LINE = 1000
export const RATES_A_LINE = 1000

/** Of a trade; those after them are left out. */
export const STOPS_MAX = 5000

/** Of all pictures of a file together; those beyond are left out of it. */
export const PICTURES_BYTES_MAX = 100_000_000
export const PICTURES_MAX = 1000
/** Bytes of a picture in one line, which is a third longer. */
export const PICTURE_PART_BYTES = 720_000

const moment = instantInput
const currency = Type.String({ pattern: '^[A-Z0-9]{2,10}$' })
const grade = Type.Integer({ minimum: 1, maximum: 5 })
const side = oneOf(['buy', 'sell'])
const tagIds = Type.Array(idOf('tag'), { maxItems: 200, uniqueItems: true })

const resolution = object({ difference: decimal, reason: text(500, 1) })

/** Of any name: a pattern would leave values unchecked whose names it does not fit. */
const feeParts = Type.Unsafe<Record<string, string>>({
  type: 'object',
  additionalProperties: decimal,
  maxProperties: 50,
})

const kind = <Name extends string, Fields extends Parameters<typeof object>[0]>(name: Name, fields: Fields) =>
  object({ type: Type.Literal(name), ...fields })

/** The lines of an exported account by their type, in the order in which they stand in the file. Ids are those of the file alone. */
export const lineShapes = {
  account: kind('account', {
    format: Type.Literal(FORMAT),
    version: Type.Literal(FORMAT_VERSION),
    exportedAt: moment,
    name: line(80),
    broker: line(80, 0),
    kind: oneOf(accountKinds),
    currency: Type.String({ pattern: '^[A-Z]{3,5}$' }),
    timeZone: zoneShape,
    sessionCutoff: object({ time: wallTimeShape, zone: zoneShape }),
    matchingMethod: oneOf(matchingMethods),
    positionMode: oneOf(positionModes),
    openingBalance: decimal,
    openedOn: dayShape,
    /** What charges fills of which no fee is told. Absent in files from before there were any. */
    feeSchedule: Type.Optional(nullable(feeScheduleInput)),
  }),
  instrument: kind('instrument', {
    id: idOf('instrument'),
    symbol: line(64),
    assetClass: oneOf(assetClasses),
    currency,
    multiplier: unsigned,
    multiplierSource: oneOf(['broker', 'table', 'owner']),
    brokerMultiplier: nullable(unsigned),
    tickSize: nullable(unsigned),
    root: nullable(text(32, 1)),
    expiresOn: nullable(dayShape),
    strike: nullable(unsigned),
    right: nullable(oneOf(['call', 'put'])),
    exchange: nullable(text(32, 1)),
    aliases: Type.Array(line(64), { maxItems: 20, uniqueItems: true }),
  }),
  'corporate-action': kind('corporate-action', {
    instrumentId: idOf('instrument'),
    kind: oneOf(['split', 'symbol_change', 'spinoff']),
    effectiveAt: moment,
    numerator: unsigned,
    denominator: unsigned,
    toInstrumentId: nullable(idOf('instrument')),
    /** Of a spin-off: the part of the cost that goes with it, from 0 to 1. */
    costShare: nullable(unsigned),
  }),
  tag: kind('tag', { id: idOf('tag'), name: line(40), grouping: oneOf(tagGroupings) }),
  playbook: kind('playbook', {
    id: idOf('playbook'),
    name: line(80),
    status: oneOf(playbookStatuses),
    versions: Type.Array(object({ description: text(10_000), rules: rulesShape, heldFrom: moment }), {
      minItems: 1,
      maxItems: 1000,
    }),
  }),
  group: kind('group', { id: idOf('trade-group'), name: line(80) }),
  /** What the trader says of one currency in another, by day. */
  rates: kind('rates', {
    base: currency,
    quote: currency,
    rates: Type.Array(Type.Tuple([dayShape, unsigned, oneOf(['file', 'entered'])]), {
      minItems: 1,
      maxItems: RATES_A_LINE,
    }),
  }),
  /** In the order in which they were entered, which decides between those of one instant. */
  execution: kind('execution', {
    id: idOf('execution'),
    lineageId: idOf('execution'),
    instrumentId: idOf('instrument'),
    positionRef: Type.String({ maxLength: 64, pattern: '^[^\\u0000-\\u001f]*$' }),
    kind: oneOf(executionKinds),
    side,
    quantity: unsigned,
    price: unsigned,
    executedAt: moment,
    sourceZone: zoneShape,
    sequence: Type.Integer(),
    effect: nullable(oneOf(['open', 'close'])),
    fees: decimal,
    feeParts: nullable(feeParts),
    /** Absent in files from before it was kept. */
    feeSource: Type.Optional(feeSourceShape),
    fxRate: unsigned,
    rateFrom: Type.Optional(rateFromShape),
    reportedPnl: nullable(decimal),
    /** Why it is left as it is that the broker reports another result. */
    resolution: Type.Optional(nullable(resolution)),
    orderId: nullable(text(100, 1)),
    externalId: nullable(text(100, 1)),
    /** The lineage of the other leg of an exercise. */
    linkedId: nullable(idOf('execution')),
    source: oneOf(['import', 'manual']),
    /** Corrected or taken out: kept, so that the broker's file does not bring it back. */
    isSuperseded: Type.Boolean(),
  }),
  cash: kind('cash', {
    kind: oneOf(cashKinds),
    amount: decimal,
    currency,
    fxRate: unsigned,
    rateFrom: Type.Optional(rateFromShape),
    happenedAt: moment,
    instrumentId: nullable(idOf('instrument')),
    /** As the broker's file names what it is about. Absent in files from before it was kept. */
    symbol: Type.Optional(nullable(text(64))),
    /** What the broker's file said of one that was changed since. */
    asImported: Type.Optional(
      nullable(object({ kind: oneOf(cashKinds), amount: decimal, currency, happenedAt: moment })),
    ),
    note: text(500),
    externalId: nullable(text(100, 1)),
    source: oneOf(['import', 'manual']),
  }),
  /** What the broker says of the end of a day, with why a difference is left as it is. */
  statement: kind('statement', {
    day: dayShape,
    currency: nullable(currency),
    instrumentId: nullable(idOf('instrument')),
    amount: decimal,
    /** Of what a file of the broker said: the last instant that counts, and of a result the first. */
    until: Type.Optional(moment),
    since: Type.Optional(moment),
    resolution: nullable(resolution),
  }),
  /** Prices of an instrument, each bar as its start, open, high, low and close. */
  bars: kind('bars', {
    instrumentId: idOf('instrument'),
    seconds: Type.Integer({ enum: [...BAR_SECONDS] }),
    bars: Type.Array(Type.Tuple([moment, unsigned, unsigned, unsigned, unsigned]), {
      minItems: 1,
      maxItems: BARS_A_LINE,
    }),
  }),
  /** What was said of a trade, which is named by the lineage of the execution that opened it. */
  trade: kind('trade', {
    id: idOf('trade'),
    note: nullable(
      object({
        initialStop: nullable(unsigned),
        plannedTarget: nullable(unsigned),
        initialRisk: nullable(unsigned),
        playbookId: nullable(idOf('playbook')),
        rating: nullable(grade),
        reviewState: oneOf(reviewStates),
        reportedMae: nullable(decimal),
        reportedMfe: nullable(decimal),
        text: text(20_000),
      }),
    ),
    review: nullable(
      object({
        quality: grade,
        ...moodFields,
        lesson: text(5000),
        executionVsPlan: text(5000),
        /** Absent in files from before it was kept, as are the others that may be. */
        reviewedAt: Type.Optional(moment),
      }),
    ),
    tagIds,
    /** What became of its stop while it was open, from the first. */
    stops: Type.Optional(
      Type.Array(object({ from: unsigned, to: nullable(unsigned), isAway: Type.Boolean(), changedAt: moment }), {
        maxItems: STOPS_MAX,
      }),
    ),
    groupId: nullable(idOf('trade-group')),
    checks: Type.Array(
      object({
        playbookId: idOf('playbook'),
        ruleId: Type.String({ pattern: '^[a-z0-9-]{1,40}$' }),
        passed: Type.Boolean(),
      }),
      { maxItems: 500 },
    ),
  }),
  session: kind('session', {
    id: idOf('trading-session'),
    startedAt: moment,
    endedAt: moment,
    plan: text(5000),
    summary: text(5000),
    moodBefore: nullable(grade),
    moodAfter: nullable(grade),
    checklist: Type.Array(object({ text: line(300), done: Type.Boolean() }), { maxItems: 100 }),
  }),
  /** A part of a picture of the journal; all parts stand together in their order, each with what the whole is. */
  picture: kind('picture', {
    id: idOf('file'),
    filename: line(255),
    contentType: oneOf(picturePurpose.contentTypes),
    bytes: Type.Integer({ minimum: 1, maximum: picturePurpose.maxBytes }),
    sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
    part: Type.Integer({ minimum: 0, maximum: 99 }),
    data: Type.String({ minLength: 4, maxLength: PICTURE_PART_BYTES * 2, pattern: '^[A-Za-z0-9+/]+={0,2}$' }),
  }),
  entry: kind('entry', {
    scope: oneOf(scopes),
    day: dayShape,
    tradeId: nullable(idOf('trade')),
    sessionId: nullable(idOf('trading-session')),
    title: text(200),
    body: richText(),
    ...moodFields,
    tagIds,
    createdAt: Type.Optional(moment),
    /** Absent in files from before pictures travelled. */
    pictureIds: Type.Optional(Type.Array(idOf('file'), { maxItems: 20, uniqueItems: true })),
  }),
  goal: kind('goal', {
    metric: oneOf(goalMetrics),
    target: unsigned,
    period: oneOf(goalPeriods),
    startsOn: dayShape,
    endsOn: nullable(dayShape),
  }),
  /** Limits, and by which of them the account was beyond when. */
  'risk-profile': kind('risk-profile', {
    ...riskProfileSaid,
    breaches: Type.Array(
      object({
        rule: oneOf(limitRules),
        breachedAt: moment,
        recordedAt: moment,
        withdrawnAt: nullable(moment),
        changes: Type.Array(
          object({ what: oneOf(breachChanges), at: moment, from: nullable(moment), to: nullable(moment) }),
          { maxItems: 100 },
        ),
      }),
      { maxItems: limitRules.length },
    ),
  }),
  /** The last line: a file without it was cut off. */
  end: kind('end', {
    lines: Type.Integer({ minimum: 2 }),
    /** Too much for one file, or not to be read at the moment. */
    picturesLeftOut: Type.Optional(Type.Integer({ minimum: 0 })),
  }),
} as const

export type LineType = keyof typeof lineShapes
export type LineOf<Type extends LineType> = Static<(typeof lineShapes)[Type]>
export type AnyLine = { [Type in LineType]: LineOf<Type> }[LineType]
