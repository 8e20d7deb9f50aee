import type { ReactElement } from 'react'
import { Spots } from '../../charts/spots.tsx'
import { ChartTable } from '../../charts/table.tsx'
import { Disclosure } from '../../shell/disclosure.tsx'
import { Spot, type TradesFilter } from '../charts/spot.tsx'
import { Explained, type ExplainedOf } from './explained.tsx'
import styles from './figures.module.css'
import { barTone, largest } from './tone.ts'
import { TradesLink } from './trades-link.tsx'
import type { Bin } from './types.ts'
import { shareInWords, tradesInWords } from './words.ts'

interface HistogramProps {
  readonly label: string
  readonly bins: readonly Bin[]
  readonly inWords: (value: number) => string
  /** Undefined where no filter of trades says the same. */
  readonly filterOf: (bin: Bin) => TradesFilter | undefined
  /** The report whose `bins` these are. */
  readonly of: ExplainedOf
}

/** How many results lie where. */
export function Histogram({ label, bins, inWords, filterOf, of }: HistogramProps): ReactElement {
  const most = largest(bins.map(({ n }) => n))
  const total = bins.reduce((sum, { n }) => sum + n, 0)
  const titled = bins.map((bin, at) => ({
    bin,
    at,
    key: `${bin.from} ${bin.to}`,
    title: stretchOf(bin, inWords),
    filter: filterOf(bin),
  }))
  return (
    <figure className={styles.tile} aria-label={label}>
      <Spots>
        <div className={styles.bars}>
          {titled.map(({ bin, key, title, filter }) =>
            bin.n === 0 ? (
              <span key={key} className={styles.gap} />
            ) : (
              <Spot
                key={key}
                title={title}
                figures={[
                  ['Trades', bin.n.toLocaleString()],
                  ['Share', shareInWords(bin.n / total)],
                ]}
                filter={filter}
                className={styles.bar}
                style={barTone(bin.from === null || bin.from < 0 ? -1 : 1, bin.n / most)}
              />
            ),
          )}
        </div>
        <div className={styles.ends} aria-hidden="true">
          <span>{titled[0]?.title}</span>
          <span>{titled.at(-1)?.title}</span>
        </div>
      </Spots>
      <Disclosure label={`${label} as a table`}>
        <ChartTable
          label={label}
          columns={['Result', 'Trades', 'Share']}
          rows={titled
            .filter(({ bin }) => bin.n > 0)
            .map(({ bin, at, key, title, filter }) => ({
              key,
              cells: [
                title,
                filter === undefined ? (
                  bin.n
                ) : (
                  <TradesLink key="n" filter={filter}>
                    {tradesInWords(bin.n)}
                  </TradesLink>
                ),
                <Explained key="share" of={of} figure={`/bins/${at}/n`}>
                  {shareInWords(bin.n / total)}
                </Explained>,
              ],
            }))}
        />
      </Disclosure>
    </figure>
  )
}

function stretchOf({ from, to }: Bin, inWords: (value: number) => string): string {
  if (from === null) return `Below ${inWords(to ?? 0)}`
  return to === null ? `${inWords(from)} and more` : `${inWords(from)} to ${inWords(to)}`
}
