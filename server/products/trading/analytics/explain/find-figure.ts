import type { Static } from 'typebox'
import { httpProblem } from '../../../../kernel/http/problems.ts'
import type { object } from '../../../../kernel/http/schema.ts'
import type { TradingParts } from '../../deps.ts'
import type { Trader } from '../../trader.ts'
import { type analyticsQuery, readAsked, readMeasure, type Scope, scopesOf } from '../asked.ts'
import { readFilterText } from '../filter-text.ts'
import type { Ask } from '../report.ts'
import type { Selection } from '../selections.ts'
import type { changes } from '../whatif.ts'
import { readChange, whatIfOf } from '../whatif-change.ts'
import type { PlaceOf } from './places/context.ts'
import { counted, placesOf } from './places/reports.ts'
import { whatIfPlace } from './places/whatif.ts'
import { placeAt } from './pointer.ts'
import type { Question } from './question.ts'

export const reports = [
  ...(['summary', 'equity', 'drawdown', 'calendar', 'heatmap', 'distribution', 'by', 'streaks'] as const),
  ...(['r', 'excursion', 'playbooks', 'montecarlo', 'behaviour', 'compare', 'whatif', 'dashboard'] as const),
] as const
type ReportName = (typeof reports)[number]

/** Which figure of which report, asked for as the report was. */
export interface AskedFigure extends Static<ReturnType<typeof object<typeof analyticsQuery>>> {
  readonly report: ReportName
  readonly figure: string
  readonly left?: string
  readonly right?: string
  readonly change?: (typeof changes)[number]
  readonly amount?: string
  readonly filter?: string
  readonly seed?: number
  readonly points?: number
  readonly series?: readonly string[]
}

/** A figure of one currency. */
export interface FoundFigure {
  readonly scope: Scope
  readonly selection: Selection
  readonly question: Question
  /** As the report answers it. */
  readonly value: unknown
}

interface Finding extends Pick<TradingParts, 'db' | 'selections'> {
  readonly ask: (name: string) => Ask
  readonly trader: Trader
}

/** The same of `dashboard`, which says them for those who do not. */
const OF_DASHBOARD = { series: ['trade', 'day'], points: 1000 }

/** The figure in each currency that has it. Throws http/invalid, trading/account-not-found. */
export async function findFigures(finding: Finding, asked: AskedFigure): Promise<FoundFigure[]> {
  const { report, figure } = asked
  const [, first = '', rest] = /^\/(\w+)(\/.*)$/.exec(figure) ?? []
  if (report === 'dashboard') {
    const isSection =
      rest !== undefined && ['summary', 'equity', 'drawdown', 'calendar', 'heatmap', 'distribution'].includes(first)
    if (!isSection) return []
    const defaults = { series: asked.series ?? OF_DASHBOARD.series, points: asked.points ?? OF_DASHBOARD.points }
    return await findFigures(finding, { ...asked, ...defaults, report: first as ReportName, figure: rest })
  }
  if (report === 'compare') {
    if ((first !== 'left' && first !== 'right') || rest === undefined) return []
    const filter = await readFilterText(finding.db, finding.trader, { name: first, text: asked[first] ?? '' })
    const scopes = scopesOf(filter, { ...readMeasure(asked), currency: asked.currency })
    return await inScopes(scopes, (scope) => ofReport(finding, { ...asked, report: 'summary', figure: rest }, scope))
  }
  const { scopes, ...measured } = await readAsked(finding.db, finding.trader, asked)
  if (report !== 'whatif') return await inScopes(scopes, (scope) => ofReport(finding, asked, scope))
  const { change: kind, points } = asked
  if (kind === undefined) throw missing('change')
  const change = await readChange(finding.db, finding.trader, { ...asked, ...measured, change: kind })
  return await inScopes(scopes, async (scope) => {
    const { selection, whatIf, told } = await whatIfOf(finding.selections, scope, { change, points })
    return await foundIn(finding, { asked, scope, selection, told, placeOf: counted(whatIfPlace(whatIf)) })
  })
}

function missing(name: string) {
  const errors = [{ pointer: `?${name}`, code: 'required', detail: 'is missing: the report needs it' }]
  return httpProblem('invalid', { errors })
}

async function inScopes(
  scopes: readonly Scope[],
  find: (scope: Scope) => Promise<FoundFigure | null>,
): Promise<FoundFigure[]> {
  const found: FoundFigure[] = []
  for (const scope of scopes) {
    const one = await find(scope)
    if (one !== null) found.push(one)
  }
  return found
}

async function ofReport(finding: Finding, asked: AskedFigure, scope: Scope): Promise<FoundFigure | null> {
  if (asked.report === 'by' && !('dimension' in asked)) throw missing('dimension')
  const told = await finding.ask(asked.report)(scope, { ...asked })
  const selection = await finding.selections(scope)
  return await foundIn(finding, { asked, scope, selection, told, placeOf: placesOf(asked.report) })
}

interface Looking {
  readonly asked: AskedFigure
  readonly scope: Scope
  readonly selection: Selection
  readonly told: object
  readonly placeOf: PlaceOf
}

async function foundIn(
  { db }: Finding,
  { asked, scope, selection, told, placeOf }: Looking,
): Promise<FoundFigure | null> {
  const place = placeAt(told, asked.figure)
  if (place === null) return null
  const context = {
    ...{ db, selection, measure: scope.measure },
    ...{
      asked: asked as unknown as Readonly<Record<string, unknown>>,
      told: told as Readonly<Record<string, unknown>>,
    },
  }
  const question = await placeOf(place, context)
  return question === null ? null : { scope, selection, question, value: place.value }
}
