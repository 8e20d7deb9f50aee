import { isZone } from '../../../../kernel/zoned.ts'
import { datePattern } from './dates.ts'
import { textPattern } from './pattern.ts'
import {
  type CashRule,
  type FillRule,
  type Profile,
  type Rule,
  type SplitRule,
  type StatementRule,
  symbolAssetClasses,
  symbolCashKinds,
  type Table,
  type Value,
} from './profile.ts'

/** What is wrong with a profile, and where as a JSON pointer. */
export interface ProfileFault {
  readonly pointer: string
  readonly detail: string
}

/** What the schema cannot say of a profile: dates, zones and patterns that mean nothing, rules that say two things, records without what makes them. */
export function profileFaults(profile: Profile): ProfileFault[] {
  const faults: ProfileFault[] = []
  const add = (pointer: string, detail: string): void => void faults.push({ pointer, detail })
  if (profile.zone !== 'account' && !isZone(profile.zone))
    add('/zone', 'is no zone of the IANA database, nor "account"')
  for (const [at, pattern] of profile.dates.entries())
    if (datePattern(pattern) === null) add(`/dates/${at}`, 'is no pattern of year, month and day')
  for (const [at, table] of profile.tables.entries()) addTableFaults(profile, table, `/tables/${at}`, add)
  return faults
}

type Add = (pointer: string, detail: string) => void

function addTableFaults(profile: Profile, table: Table, at: string, add: Add): void {
  const needsSections = ['labelled', 'xml', 'json'].includes(profile.format)
  if (needsSections && table.sections === undefined)
    add(`${at}/sections`, `is needed in a file of the format ${profile.format}`)
  if (profile.format !== 'xml' && profile.format !== 'json' && table.headers.length === 0)
    add(`${at}/headers`, 'names at least one column')
  for (const [index, { patterns }] of (table.extract ?? []).entries())
    for (const [place, { text }] of patterns.entries())
      if (textPattern(text) === null)
        add(`${at}/extract/${index}/patterns/${place}/text`, 'is no pattern: names in braces, with text between them')
  for (const [index, rule] of table.rules.entries()) addRuleFaults(rule, table, `${at}/rules/${index}`, add)
}

function addRuleFaults(rule: Rule, table: Table, at: string, add: Add): void {
  const said = [rule.records, rule.split, rule.instrument, rule.skip, rule.error].filter(
    (one) => one !== undefined,
  ).length
  if (said !== 1) add(at, 'says one of records, split, instrument, skip and error')
  if (rule.instrument !== undefined && rule.instrument.symbol === undefined && table.fill?.symbol === undefined)
    add(`${at}/instrument/symbol`, 'is needed, here or in the fill of the table')
  if (rule.split !== undefined) addSplitFaults({ ...table.fill, ...rule.split }, `${at}/split`, add)
  for (const [index, record] of (rule.records ?? []).entries()) {
    const place = `${at}/records/${index}`
    const kinds = [record.fill, record.cash, record.statement].filter((one) => one !== undefined).length
    if (kinds !== 1) add(place, 'is one of a fill, cash and a statement')
    else if (record.statement !== undefined) addStatementFaults(record.statement, `${place}/statement`, add)
    else if (record.fill !== undefined) addFillFaults({ ...table.fill, ...record.fill }, `${place}/fill`, add)
    else addCashFaults({ ...table.cash, ...record.cash }, `${place}/cash`, add)
  }
}

function addFillFaults(fill: FillRule, at: string, add: Add): void {
  for (const name of ['symbol', 'side', 'quantity', 'executedAt'] as const)
    if (fill[name] === undefined) add(`${at}/${name}`, 'is needed, here or in the fill of the table')
  if (fill.price === undefined && fill.amount === undefined) add(`${at}/price`, 'is needed, or amount')
  const { side } = fill
  const ways = [side?.column, side?.sign, side?.money, side?.constant].filter((way) => way !== undefined).length
  if (side !== undefined && ways !== 1) add(`${at}/side`, 'says one of column, sign, money and constant')
  if (side?.column !== undefined && side.buy === undefined && side.sell === undefined)
    add(`${at}/side`, 'says the texts of buy and sell')
  addUnknown(fill.assetClass, symbolAssetClasses, `${at}/assetClass`, add)
}

function addSplitFaults(split: FillRule & SplitRule, at: string, add: Add): void {
  for (const name of ['symbol', 'executedAt'] as const)
    if (split[name] === undefined) add(`${at}/${name}`, 'is needed, here or in the fill of the table')
  if ((split.numerator === undefined) !== (split.denominator === undefined))
    add(`${at}/numerator`, 'is said together with the denominator')
  if (split.part !== undefined && split.quantity === undefined)
    add(`${at}/quantity`, 'is needed, here or in the fill of the table')
}

function addCashFaults(cash: CashRule, at: string, add: Add): void {
  for (const name of ['kind', 'amount', 'happenedAt'] as const)
    if (cash[name] === undefined) add(`${at}/${name}`, 'is needed, here or in the cash of the table')
  addUnknown(cash.kind, symbolCashKinds, `${at}/kind`, add)
}

function addStatementFaults(statement: StatementRule, at: string, add: Add): void {
  if (statement.of === 'position' && statement.symbol === undefined) add(`${at}/symbol`, 'is needed for a position')
  if (statement.of === 'cash' && statement.symbol !== undefined) add(`${at}/symbol`, 'is of positions and results')
  if ((statement.of === 'realised') !== (statement.since !== undefined))
    add(`${at}/since`, 'is the first day of a result, and of nothing else')
  addUnknown(statement.assetClass, symbolAssetClasses, `${at}/assetClass`, add)
}

/** Texts that the profile itself gives have to be known ones. */
function addUnknown(value: Value | undefined, known: ReadonlySet<string>, at: string, add: Add): void {
  if (value === undefined || typeof value === 'string') return
  const given = [
    ...Object.values(value.map ?? {}),
    value.otherwise,
    value.map === undefined ? value.constant : undefined,
  ]
  for (const text of given)
    if (text !== undefined && text !== '' && !known.has(text)) add(at, `${text} is none of ${[...known].join(', ')}`)
}
