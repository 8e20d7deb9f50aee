import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { ChartTable } from '../../charts/table.tsx'
import { Panel } from '../../shell/panel.tsx'
import { QueryView } from '../../shell/query-view.tsx'
import { addDays } from '../../shell/zoned.ts'
import type { TradesFilter } from '../charts/spot.tsx'
import { riskInWords } from '../decimals.ts'
import { type Behind, daysWithin, tradesBehind } from './behind.ts'
import { dimensions, type Names, useNames } from './dimensions.ts'
import { Explained, type ExplainedOf } from './explained.tsx'
import styles from './figures.module.css'
import { figures } from './queries.ts'
import { barTone, largest } from './tone.ts'
import { TradesLink } from './trades-link.tsx'
import type { ByRow, Dimension } from './types.ts'
import { DASH, ratioInWords, resultInWords, resultOf, shareInWords, tradesInWords, type Unit } from './words.ts'

interface ByPanelProps {
  readonly unit: Unit
  readonly behind: Behind
}

/** Results by one property of trades. */
export function ByPanel({ unit, behind }: ByPanelProps): ReactElement {
  const [dimension, choose] = useState<Dimension>('symbol')
  const query = useQuery(figures.by(behind.search, dimension))
  const choice = (
    <NativeSelect
      aria-label="By what"
      size="xs"
      value={dimension}
      onChange={(event) => choose(event.currentTarget.value as Dimension)}
      data={Object.entries(dimensions).map(([value, label]) => ({ value, label }))}
    />
  )
  return (
    <Panel title="Where results come from" aside={choice}>
      <QueryView query={query}>
        {({ groups }) => {
          const group = groups.find(({ currency }) => currency === unit.currency)
          return group === undefined ? <p>No trades.</p> : <ByTable group={group} unit={unit} behind={behind} />
        }}
      </QueryView>
    </Panel>
  )
}

interface ByTableProps extends ByPanelProps {
  readonly group: { readonly dimension: Dimension; readonly overlaps: boolean; readonly rows: readonly ByRow[] }
}

function ByTable({ group: { dimension, overlaps, rows }, unit, behind }: ByTableProps): ReactElement {
  const names = useNames()
  const of: ExplainedOf = { search: behind.search, currency: unit.currency, report: 'by', more: { dimension } }
  const result = unit.mode === 'cash' ? 'net' : 'sum'
  const most = largest(rows.map((row) => resultOf(row, unit)))
  return (
    <>
      <ChartTable
        label={`Results by ${dimensions[dimension].toLowerCase()}`}
        columns={[dimensions[dimension], 'Result', 'Size', 'Trades', 'Win rate', 'Profit factor', 'Average R']}
        rows={rows.map((row, at) => {
          const told = (field: string, words: string) => (
            <Explained key={field} of={of} figure={`/rows/${at}/${field}`}>
              {words}
            </Explained>
          )
          const filter = filterOf(row.key, { dimension, names, behind })
          const value = resultOf(row, unit)
          return {
            key: row.key ?? 'none',
            cells: [
              names.of(dimension, row.key),
              told(result, resultInWords(row[result], unit)),
              <span
                key="bar"
                className={styles.across}
                data-side={value < 0 ? 'loss' : 'gain'}
                style={barTone(value, most === 0 ? 0 : Math.abs(value) / most)}
                aria-hidden="true"
              />,
              filter === undefined ? (
                tradesInWords(row.n)
              ) : (
                <TradesLink key="n" filter={filter}>
                  {tradesInWords(row.n)}
                </TradesLink>
              ),
              told('winRate', shareInWords(row.winRate)),
              told('profitFactor', ratioInWords(row.profitFactor)),
              told('avgR', row.avgR === null ? DASH : riskInWords(row.avgR)),
            ],
          }
        })}
      />
      {overlaps && <p className={styles.note}>A trade with several tags counts for each of them.</p>}
    </>
  )
}

interface FilterAsked {
  readonly dimension: Dimension
  readonly names: Names
  readonly behind: Behind
}

const HOLDS = [0, 60, 300, 900, 3600, 14_400, 86_400, 604_800, 2_592_000]
const TAGS_MAX = 50

/** The trades of a row; undefined where no filter says the same, or where the page's own says another already. */
function filterOf(key: string | null, { dimension, names, behind }: FilterAsked): TradesFilter | undefined {
  const own = ownFilter(key, { dimension, names, behind })
  const { search } = behind
  const clashes = (dimension === 'tag' && search.tag !== undefined) || own === undefined
  return clashes ? undefined : tradesBehind(behind, own)
}

function ownFilter(key: string | null, { dimension, names, behind }: FilterAsked): TradesFilter | undefined {
  if (key === null) {
    const tags = names.tagIds
    if (dimension !== 'tag' || tags.length === 0 || tags.length > TAGS_MAX) return undefined
    return { tag: tags, tagMatch: 'none' }
  }
  switch (dimension) {
    case 'side':
      return { side: key }
    case 'hour':
      return { hourFrom: Number(key), hourBefore: Number(key) + 1 }
    case 'hold': {
      const next = HOLDS.find((one) => one > Number(key))
      return { holdMin: Number(key), ...(next === undefined ? {} : { holdMax: next - 1 }) }
    }
    case 'month': {
      const days = daysWithin(behind, `${key}-01`, addDays(`${nextMonth(key)}-01`, -1))
      return days
    }
    default:
      return { [dimension]: [key] }
  }
}

function nextMonth(month: string): string {
  return addDays(`${month}-28`, 4).slice(0, 7)
}
