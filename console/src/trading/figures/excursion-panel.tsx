import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type ReactElement, useState } from 'react'
import { ChartTable } from '../../charts/table.tsx'
import { Disclosure } from '../../shell/disclosure.tsx'
import { Facts } from '../../shell/facts.tsx'
import { Panel } from '../../shell/panel.tsx'
import { QueryView } from '../../shell/query-view.tsx'
import { TradeLink } from '../trade-link.tsx'
import type { Behind } from './behind.ts'
import { DefinitionTerm } from './definition-term.tsx'
import { Explained, type ExplainedOf } from './explained.tsx'
import styles from './figures.module.css'
import { figures } from './queries.ts'
import { dotTone } from './tone.ts'
import type { Excursion } from './types.ts'
import { DASH, resultInShort, resultInWords, shareInWords, tradesInWords, type Unit } from './words.ts'

/** How far trades went against and in favour before they ended. */
export function ExcursionPanel({ unit, behind }: { unit: Unit; behind: Behind }): ReactElement {
  const query = useQuery(figures.excursion(behind.search))
  return (
    <Panel title="MAE and MFE">
      <QueryView query={query}>
        {({ groups }) => {
          const group = groups.find(({ currency }) => currency === unit.currency)
          if (group === undefined || group.excursionN === 0)
            return (
              <p>No trade has a known MAE and MFE yet: they come from price bars, or from brokers that report them.</p>
            )
          const of = { search: behind.search, currency: unit.currency, report: 'excursion' }
          return <Known group={group} unit={unit} of={of} />
        }}
      </QueryView>
    </Panel>
  )
}

function Known({ group, unit, of }: { group: Excursion; unit: Unit; of: ExplainedOf }): ReactElement {
  const told = (figure: string, words: string) => (
    <Explained key={figure} of={of} figure={figure}>
      {words}
    </Explained>
  )
  return (
    <>
      <Scatter points={group.points} unit={unit} />
      <Facts
        facts={[
          ['Known', told('/excursionN', `${tradesInWords(group.excursionN)}, not of ${group.excursionMissing}`)],
          [
            'Told by',
            `${tradesInWords(group.sources.broker)} by the broker, ${tradesInWords(group.sources.bars)} by price bars`,
          ],
          ['Median MAE', told('/medianMae', sizeInWords(group.medianMae, unit))],
          ['Median MFE', told('/medianMfe', sizeInWords(group.medianMfe, unit))],
          ['Captured', told('/captured', shareInWords(group.captured))],
          ['Losses once winning', told('/losersOnceWinning', group.losersOnceWinning.toLocaleString())],
        ]}
      />
      <p className={styles.note}>
        <DefinitionTerm id="excursion.medianMae" /> · <DefinitionTerm id="excursion.medianMfe" /> ·{' '}
        <DefinitionTerm id="excursion.captured" /> · <DefinitionTerm id="excursion.losersOnceWinning" />
      </p>
      <Disclosure label="MAE and MFE as a table">
        <ChartTable
          label="MAE and MFE"
          columns={['Result', 'MAE', 'MFE', 'Kept of MFE', 'Told by', 'Trade']}
          rows={group.points.map(({ tradeId, value, mae, mfe, efficiency, by }, at) => ({
            key: tradeId,
            cells: [
              ...[resultInWords(value, unit), sizeInWords(mae, unit), sizeInWords(mfe, unit)],
              told(`/points/${at}/efficiency`, shareInWords(efficiency)),
              by === 'bars' ? 'Price bars' : 'Broker',
              <TradeLink key="trade" id={tradeId}>
                Open
              </TradeLink>,
            ],
          }))}
        />
      </Disclosure>
    </>
  )
}

/** How far, whichever way. */
function sizeInWords(value: number | null, unit: Unit): string {
  return value === null ? DASH : resultInWords(Math.abs(value), unit).replace('+', '')
}

const TRADE: string = '/trading/trades/$id'
const WIDTH = 420
const HEIGHT = 280
const PAD = { left: 50, bottom: 34, top: 10, right: 12 }

/** MFE over MAE, a dot for each trade: blue and round when won, an orange square when lost. */
function Scatter({ points, unit }: { points: Excursion['points']; unit: Unit }): ReactElement {
  const navigate = useNavigate()
  const [said, say] = useState('')
  const maeMost = Math.max(...points.map(({ mae }) => Math.abs(mae)), 1e-9)
  const mfeMost = Math.max(...points.map(({ mfe }) => Math.abs(mfe)), 1e-9)
  const xOf = (mae: number) => PAD.left + (Math.abs(mae) / maeMost) * (WIDTH - PAD.left - PAD.right)
  const yOf = (mfe: number) => HEIGHT - PAD.bottom - (Math.abs(mfe) / mfeMost) * (HEIGHT - PAD.bottom - PAD.top)
  return (
    <>
      <svg
        className={styles.scatter}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`MFE over MAE of ${tradesInWords(points.length)}; the table below has the same`}
      >
        <line
          className={styles.axis}
          x1={PAD.left}
          y1={HEIGHT - PAD.bottom}
          x2={WIDTH - PAD.right}
          y2={HEIGHT - PAD.bottom}
        />
        <line className={styles.axis} x1={PAD.left} y1={PAD.top} x2={PAD.left} y2={HEIGHT - PAD.bottom} />
        <text x={PAD.left} y={HEIGHT - 18}>
          0
        </text>
        <text x={WIDTH - PAD.right} y={HEIGHT - 18} textAnchor="end">
          {resultInShort(maeMost, unit).replace('+', '')}
        </text>
        <text x={(PAD.left + WIDTH) / 2} y={HEIGHT - 4} textAnchor="middle">
          MAE: most against
        </text>
        <text x={PAD.left - 6} y={PAD.top + 10} textAnchor="end">
          {resultInShort(mfeMost, unit).replace('+', '')}
        </text>
        <text x={14} y={HEIGHT / 2} textAnchor="middle" transform={`rotate(-90 14 ${HEIGHT / 2})`}>
          MFE: most in favour
        </text>
        {points.map(({ tradeId, value, mae, mfe }) => {
          const shared = {
            className: styles.dot,
            style: dotTone(value),
            onClick: () => void navigate({ to: TRADE, params: { id: tradeId } }),
            onPointerEnter: () =>
              say(`Result ${resultInWords(value, unit)}, MAE ${sizeInWords(mae, unit)}, MFE ${sizeInWords(mfe, unit)}`),
          }
          return value < 0 ? (
            <rect key={tradeId} {...shared} x={xOf(mae) - 4} y={yOf(mfe) - 4} width={8} height={8} />
          ) : (
            <circle key={tradeId} {...shared} cx={xOf(mae)} cy={yOf(mfe)} r={4.5} />
          )
        })}
      </svg>
      <p className={styles.small}>
        {said === '' ? 'Dots are wins, squares are losses. Point at one; a click opens its trade.' : said}
      </p>
    </>
  )
}
