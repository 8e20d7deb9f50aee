import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useMemo } from 'react'
import { LineChart } from '../../charts/line-chart.tsx'
import type { LineSeries } from '../../charts/plot-options.ts'
import { Facts } from '../../shell/facts.tsx'
import { Panel } from '../../shell/panel.tsx'
import { QueryView } from '../../shell/query-view.tsx'
import { Row, Rows } from '../../shell/rows.tsx'
import { StateBadge } from '../../shell/state-badge.tsx'
import { When } from '../../shell/when.tsx'
import { Amount, Quantity } from '../amounts.tsx'
import { amountInWords } from '../decimals.ts'
import { ExplainedFact } from '../explained/explained-fact.tsx'
import { statusQuery } from './queries.ts'
import type { Breach, RiskStatus } from './types.ts'
import { changeWords, ruleStates, ruleWords, statusTones, statusWords } from './words.ts'

/** How the account stands now, what is left of each rule, and the path that led there. */
export function RiskStatusView({ id }: { id: string }): ReactElement {
  const status = useQuery(statusQuery(id))
  return (
    <QueryView query={status}>
      {(found) => (
        <>
          <Panel
            title="Now"
            aside={<StateBadge tone={statusTones[found.status]}>{statusWords[found.status]}</StateBadge>}
          >
            <Standing id={id} status={found} />
          </Panel>
          <Panel title="Rules">
            <Rows label="Rules">
              {found.rules.map((rule) => (
                <RuleRow key={rule.rule} id={id} rule={rule} status={found} />
              ))}
            </Rows>
          </Panel>
          <Panel title="Path, day by day">
            <Path status={found} />
            <LastDay id={id} status={found} />
          </Panel>
          {found.breaches.length > 0 && <Breaches status={found} />}
        </>
      )}
    </QueryView>
  )
}

function Standing({ id, status }: { id: string; status: RiskStatus }): ReactElement {
  const { currency, equity, startEquity, firstBreach, timeZone, marks, day } = status
  return (
    <Facts
      facts={[
        ['Trading day', day],
        [
          'Equity',
          <ExplainedFact key="equity" of="risk" id={id} figure="/equity">
            <Amount value={equity} currency={currency} />
          </ExplainedFact>,
        ],
        [
          'At the start',
          <ExplainedFact key="start" of="risk" id={id} figure="/startEquity">
            <Amount value={startEquity} currency={currency} />
          </ExplainedFact>,
        ],
        [
          'First breach',
          firstBreach === null ? (
            'None'
          ) : (
            <span key="breach">
              {ruleWords[firstBreach.rule]}, <When at={firstBreach.at} zone={timeZone} />
            </span>
          ),
        ],
        ['Open positions', marks === null ? 'Not counted' : `Counted at ${marks.toLocaleString()} closes of bars`],
      ]}
    />
  )
}

type Rule = RiskStatus['rules'][number]

interface RuleProps {
  readonly id: string
  readonly rule: Rule
  readonly status: RiskStatus
}

function RuleRow({ id, rule, status }: RuleProps): ReactElement {
  const [tone, words] = ruleStates[rule.state]
  return (
    <Row
      title={ruleWords[rule.rule]}
      detail={<RuleDetail id={id} rule={rule} status={status} />}
      aside={<StateBadge tone={tone}>{words}</StateBadge>}
    />
  )
}

function RuleDetail({ id, rule, status }: RuleProps): ReactElement {
  const { currency, timeZone } = status
  const explained = (side: 'actual' | 'allowed' | 'left', shown: ReactElement) => (
    <ExplainedFact of="risk" id={id} figure={`/rules/${rule.rule}/${side}`}>
      {shown}
    </ExplainedFact>
  )
  const money = (side: 'actual' | 'allowed' | 'left') =>
    explained(side, <Amount value={rule[side]} currency={currency} />)
  const since = rule.since !== null && (
    <>
      {'. Since '}
      <When at={rule.since} zone={timeZone} />
    </>
  )
  if (rule.rule === 'days')
    return (
      <>
        {explained('actual', <Quantity value={rule.actual} />)} of{' '}
        {explained('allowed', <Quantity value={rule.allowed} />)}
      </>
    )
  const [is, of] = RULE_PARTS[rule.rule]
  return (
    <>
      {is} {money('actual')}, {of} {money('allowed')}; left: {money('left')}
      {since}
    </>
  )
}

const RULE_PARTS: Readonly<Record<Exclude<Rule['rule'], 'days'>, readonly [string, string]>> = {
  daily_loss: ['Lost in this trading day', 'at most'],
  drawdown: ['Equity', 'with the floor at'],
  best_day: ['The best day earned', 'at most'],
  profit_target: ['Earned', 'to reach'],
}

function Path({ status }: { status: RiskStatus }): ReactElement {
  const { days, currency } = status
  const x = useMemo(() => days.map(({ day }) => Date.parse(day)), [days])
  const series = useMemo((): LineSeries[] => {
    const inWords = (value: number) => amountInWords(String(value), currency)
    const floors = days.map(({ floor }) => (floor === null ? null : Number(floor)))
    const floor: LineSeries = {
      label: 'Floor',
      values: floors,
      tone: 'chart-2',
      kind: 'steps',
      isDashed: true,
      inWords,
    }
    return [
      { label: 'Equity at the close', values: days.map(({ close }) => Number(close)), tone: 'chart-1', inWords },
      { label: 'Lowest of the day', values: days.map(({ low }) => Number(low)), tone: 'chart-3', inWords },
      ...(floors.some((one) => one !== null) ? [floor] : []),
    ]
  }, [days, currency])
  return (
    <LineChart
      label="Equity and its floor"
      axis={{ kind: 'time', zone: 'UTC' }}
      x={x}
      series={series}
      placesAre="Day"
      placeInWords={(at) => days[at]?.day ?? ''}
      more={(at) => moreOf(days[at], currency)}
    />
  )
}

function moreOf(day: RiskStatus['days'][number] | undefined, currency: string) {
  if (day === undefined) return []
  const words = (value: string | null) => (value === null ? '–' : amountInWords(value, currency))
  return [
    ['Realised', amountInWords(day.realised, currency, { signed: true })],
    ['Lost at its lowest', words(day.loss)],
    ['Left of the daily loss', words(day.lossLeft)],
    ['Closest to the floor', words(day.roomLeast)],
  ] as const
}

const DAY_FIELDS = [
  ['start', 'Began with'],
  ['low', 'Lowest'],
  ['close', 'Now or at the close'],
  ['realised', 'Realised'],
  ['loss', 'Lost at its lowest'],
  ['lossLeft', 'Left of the daily loss'],
  ['floor', 'Floor'],
  ['roomLeast', 'Closest to the floor'],
] as const

/** The present trading day, each figure with where it comes from. */
function LastDay({ id, status: { days, currency } }: { id: string; status: RiskStatus }): ReactElement | null {
  const last = days.at(-1)
  if (last === undefined) return null
  return (
    <Facts
      facts={[
        ['Trading day', last.day],
        ...DAY_FIELDS.map(([field, name]) => {
          const value = last[field]
          const shown = value !== null && (
            <ExplainedFact of="risk" id={id} figure={`/days/${last.day}/${field}`}>
              <Amount value={value} currency={currency} />
            </ExplainedFact>
          )
          return [name, shown === false ? null : shown] as const
        }),
      ]}
    />
  )
}

function Breaches({ status }: { status: RiskStatus }): ReactElement {
  return (
    <Panel title="Recorded breaches">
      <Rows label="Recorded breaches">
        {status.breaches.map((breach) => (
          <Row
            key={breach.rule}
            title={ruleWords[breach.rule]}
            detail={<BreachDetail breach={breach} zone={status.timeZone} />}
            aside={
              breach.withdrawnAt === null ? (
                <StateBadge tone="negative">Stands</StateBadge>
              ) : (
                <StateBadge tone="quiet">Taken back</StateBadge>
              )
            }
          />
        ))}
      </Rows>
    </Panel>
  )
}

function BreachDetail({ breach, zone }: { breach: Breach; zone: string }): ReactElement {
  return (
    <>
      <When at={breach.breachedAt} zone={zone} />, recorded <When at={breach.recordedAt} />
      {breach.changes.map((change) => (
        <div key={change.at}>
          <When at={change.at} />: {changeWords[change.what]}
          {change.from !== null && change.to !== null && (
            <>
              {' from '}
              <When at={change.from} zone={zone} />
            </>
          )}
        </div>
      ))}
    </>
  )
}
