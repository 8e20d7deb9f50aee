import type { ReactElement } from 'react'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { SumRows } from './invoice-sheet.tsx'
import { Sheet } from './sheet.tsx'
import type { useTotals } from './use-totals.ts'

/** What it comes to, by the server. */
export function TotalsPanel({
  totals,
  currency,
}: {
  totals: ReturnType<typeof useTotals>
  currency: string
}): ReactElement {
  const { data, error } = totals
  return (
    <Panel title="What it comes to">
      <div role="status" aria-label="Sums">
        {data == null && error === null && <p>Write the lines, and the sums stand here.</p>}
        <ProblemNotice error={error} />
        {data != null && error === null && (
          <Sheet label="Sums">
            <SumRows totals={data} currency={currency} />
          </Sheet>
        )}
      </div>
    </Panel>
  )
}
