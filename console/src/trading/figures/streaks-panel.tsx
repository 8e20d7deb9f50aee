import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { ChartTable } from '../../charts/table.tsx'
import { Facts } from '../../shell/facts.tsx'
import { Panel } from '../../shell/panel.tsx'
import { QueryView } from '../../shell/query-view.tsx'
import { amountInWords } from '../decimals.ts'
import type { Behind } from './behind.ts'
import { figures } from './queries.ts'
import { TradesLink } from './trades-link.tsx'
import { dayInWords, ratioInWords, tradesInWords, type Unit } from './words.ts'

/** Wins and losses in a row. */
export function StreaksPanel({ unit, behind }: { unit: Unit; behind: Behind }): ReactElement {
  const query = useQuery(figures.streaks(behind.search))
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
                  ['Now', currentInWords(trades.current, 'trade')],
                  ['Days now', currentInWords(days.current, 'day')],
                  ['Longest', `${trades.longestWin} won, ${trades.longestLoss} lost`],
                  ['Longest of days', `${days.longestWin} winning, ${days.longestLoss} losing`],
                  [
                    'Runs z-score',
                    trades.zScore === null ? null : `${ratioInWords(trades.zScore)}${clusters(trades.zScore)}`,
                  ],
                ]}
              />
              <ChartTable
                label="Longest streaks"
                columns={['Streak', 'First close', 'Last close', 'Result']}
                rows={longest.map(({ kind, length, from, to, net, firstTradeId, tradeIds }) => ({
                  key: firstTradeId,
                  cells: [
                    <TradesLink key="trades" filter={{ account: behind.account, id: tradeIds }}>
                      {tradesInWords(length)} {kind === 'win' ? 'won' : 'lost'}
                    </TradesLink>,
                    ...[dayInWords(from), dayInWords(to), amountInWords(net, unit.currency, { signed: true })],
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
