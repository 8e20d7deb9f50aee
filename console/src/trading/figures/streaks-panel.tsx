import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { ChartTable } from '../../charts/table.tsx'
import { Facts } from '../../shell/facts.tsx'
import { Panel } from '../../shell/panel.tsx'
import { QueryView } from '../../shell/query-view.tsx'
import { amountInWords } from '../decimals.ts'
import type { Behind } from './behind.ts'
import { Explained, type ExplainedOf } from './explained.tsx'
import { figures } from './queries.ts'
import { TradesLink } from './trades-link.tsx'
import { dayInWords, ratioInWords, tradesInWords, type Unit } from './words.ts'

/** Wins and losses in a row. */
export function StreaksPanel({ unit, behind }: { unit: Unit; behind: Behind }): ReactElement {
  const query = useQuery(figures.streaks(behind.search))
  const of: ExplainedOf = { search: behind.search, currency: unit.currency, report: 'streaks' }
  const told = (figure: string, words: string) => (
    <Explained key={figure} of={of} figure={figure}>
      {words}
    </Explained>
  )
  return (
    <Panel title="Streaks">
      <QueryView query={query}>
        {({ groups }) => {
          const group = groups.find(({ currency }) => currency === unit.currency)
          if (group === undefined || group.longest.length === 0) return <p>No trade was won or lost yet.</p>
          const { trades, days, longest } = group
          return (
            <>
              <Facts
                facts={[
                  ['Now', told('/trades/current', currentInWords(trades.current, 'trade'))],
                  ['Days now', told('/days/current', currentInWords(days.current, 'day'))],
                  ['Longest', both(told, ['/trades', trades], ['won', 'lost'])],
                  ['Longest of days', both(told, ['/days', days], ['winning', 'losing'])],
                  [
                    'Runs z-score',
                    trades.zScore === null
                      ? null
                      : told('/trades/zScore', `${ratioInWords(trades.zScore)}${clusters(trades.zScore)}`),
                  ],
                ]}
              />
              <ChartTable
                label="Longest streaks"
                columns={['Streak', 'First close', 'Last close', 'Result']}
                rows={longest.map(({ kind, length, from, to, net, firstTradeId, tradeIds }, at) => ({
                  key: firstTradeId,
                  cells: [
                    <TradesLink key="trades" filter={{ account: behind.account, id: tradeIds }}>
                      {tradesInWords(length)} {kind === 'win' ? 'won' : 'lost'}
                    </TradesLink>,
                    ...[dayInWords(from), dayInWords(to)],
                    told(`/longest/${at}/net`, amountInWords(net, unit.currency, { signed: true })),
                  ],
                }))}
              />
            </>
          )
        }}
      </QueryView>
    </Panel>
  )
}

type Told = (figure: string, words: string) => ReactElement
type Longest = readonly [path: string, of: { readonly longestWin: number; readonly longestLoss: number }]

function both(
  told: Told,
  [path, { longestWin, longestLoss }]: Longest,
  names: readonly [string, string],
): ReactElement {
  return (
    <>
      {told(`${path}/longestWin`, `${longestWin} ${names[0]}`)},{' '}
      {told(`${path}/longestLoss`, `${longestLoss} ${names[1]}`)}
    </>
  )
}

function currentInWords(current: number, one: 'trade' | 'day'): string {
  const count = Math.abs(current)
  if (count === 0) return 'None'
  const what = count === 1 ? one : `${one}s`
  return `${count} ${current > 0 ? (one === 'day' ? 'winning' : 'won') : one === 'day' ? 'losing' : 'lost'} ${what}`
}

const RARE = 1.96

function clusters(zScore: number): string {
  if (Math.abs(zScore) < RARE) return ', as by chance'
  return zScore < 0 ? ', wins and losses come in clusters' : ', wins and losses take turns'
}
