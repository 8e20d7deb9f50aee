import type { ReactElement } from 'react'
import { ChartTable } from '../../charts/table.tsx'
import { Disclosure } from '../../shell/disclosure.tsx'
import { riskInWords } from '../decimals.ts'
import { Explained, type ExplainedOf } from './explained.tsx'
import type { Tally } from './types.ts'
import { DASH, resultInWords, shareInWords, type Unit } from './words.ts'

interface TallyTableProps {
  readonly label: string
  readonly of: ExplainedOf
  readonly unit: Unit
  readonly rows: readonly {
    readonly key: string
    readonly name: string
    /** Where it stands in the report. */
    readonly figure: string
    readonly tally: Tally
  }[]
}

/** What the places of a chart came to, each figure with where it comes from. */
export function TallyTable({ label, of, unit, rows }: TallyTableProps): ReactElement {
  const result = unit.mode === 'cash' ? 'net' : 'sum'
  return (
    <Disclosure label={label}>
      <ChartTable
        label={label}
        columns={['Of', 'Result', 'Trades', 'Win rate', 'Average R']}
        rows={rows.map(({ key, name, figure, tally }) => {
          const told = (field: string, words: string) => (
            <Explained key={field} of={of} figure={`${figure}/${field}`}>
              {words}
            </Explained>
          )
          const cells = [
            ...[told(result, resultInWords(tally[result], unit)), told('n', tally.n.toLocaleString())],
            told('winRate', shareInWords(tally.winRate)),
            told('avgR', tally.avgR === null ? DASH : riskInWords(tally.avgR)),
          ]
          return { key, cells: [name, ...cells] }
        })}
      />
    </Disclosure>
  )
}
