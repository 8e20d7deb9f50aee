import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { Panel } from '../../shell/panel.tsx'
import type { TradesFilter } from '../charts/spot.tsx'
import { amountInWords, percentInWords, riskInWords } from '../decimals.ts'
import { type Behind, tradesBehind } from './behind.ts'
import { Explained } from './explained.tsx'
import styles from './figures.module.css'
import { Histogram } from './histogram.tsx'
import { figures } from './queries.ts'
import type { Bin, DashboardGroup } from './types.ts'
import { DASH, resultInWords, tradesInWords, type Unit } from './words.ts'

interface DistributionPanelProps {
  readonly distribution: DashboardGroup['distribution']
  readonly unit: Unit
  readonly behind: Behind
}

/** How results are spread, in the unit of the page and in R. */
export function DistributionPanel({ distribution, unit, behind }: DistributionPanelProps): ReactElement {
  const r = useQuery(figures.r(behind.search)).data?.groups.find(({ currency }) => currency === unit.currency)
  const { mean, deviation, bins } = distribution
  const isNet = behind.search.basis !== 'gross'
  const explained = (report: string, figure: string, words: string) => (
    <Explained of={{ search: behind.search, currency: unit.currency, report }} figure={figure}>
      {words}
    </Explained>
  )
  return (
    <div className={styles.pair}>
      {unit.mode !== 'r' && (
        <Panel title="Results">
          <Histogram
            label="Results by size"
            bins={bins}
            inWords={(value) => edgeInWords(value, unit)}
            filterOf={(bin) => (isNet && unit.mode === 'cash' ? between(behind, bin, NET) : undefined)}
            of={{ search: behind.search, currency: unit.currency, report: 'distribution' }}
          />
          <p className={styles.note}>
            Average {explained('distribution', '/mean', mean === null ? DASH : resultInWords(mean, unit))}, standard
            deviation{' '}
            {explained(
              'distribution',
              '/deviation',
              deviation === null ? DASH : resultInWords(deviation, unit).replace('+', ''),
            )}
            .
          </p>
        </Panel>
      )}
      <Panel title="Results by risk">
        {r === undefined || r.rN === 0 ? (
          <p>Say what a trade risked, by its stop or in money, and it is counted here in R.</p>
        ) : (
          <>
            <Histogram
              label="R by size"
              bins={r.bins}
              inWords={riskInWords}
              filterOf={(bin) => (isNet ? between({ ...behind, mode: 'r' }, bin, R) : undefined)}
              of={{ search: behind.search, currency: unit.currency, report: 'r' }}
            />
            <p className={styles.note}>
              {tradesInWords(r.rN)} with a known risk, {r.rMissing.toLocaleString()} without. Average{' '}
              {explained('r', '/average', r.average === null ? DASH : riskInWords(r.average))}, median{' '}
              {explained('r', '/median', r.median === null ? DASH : riskInWords(r.median))}.
            </p>
          </>
        )}
      </Panel>
    </div>
  )
}

function edgeInWords(value: number, { currency, mode }: Unit): string {
  return mode === 'percent' ? percentInWords(value) : amountInWords(value.toFixed(8), currency, { signed: true })
}

interface Ends {
  readonly least: string
  readonly most: string
  /** The last of them that is still under the next edge. */
  readonly places: number
}

const NET: Ends = { least: 'netMin', most: 'netMax', places: 8 }
const R: Ends = { least: 'rMin', most: 'rMax', places: 6 }

/** The list's ends are both included, a bin’s upper one is not. */
function between(behind: Behind, { from, to }: Bin, { least, most, places }: Ends): TradesFilter {
  return tradesBehind(behind, {
    ...(from === null ? {} : { [least]: plain(from, places) }),
    ...(to === null ? {} : { [most]: plain(to - 10 ** -places, places) }),
  })
}

function plain(value: number, places: number): string {
  return value.toFixed(places).replace(/\.?0+$/, '')
}
