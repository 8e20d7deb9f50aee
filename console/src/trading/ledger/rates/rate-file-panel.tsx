import { FileInput, Stack } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api } from '../../../api.ts'
import { Panel } from '../../../shell/panel.tsx'
import { ProblemNotice } from '../../../shell/problem-notice.tsx'
import { useStep } from '../../../shell/use-step.ts'
import { tradingKey } from '../../queries.ts'
import { ratesKey } from './queries.ts'

/** Many rates at once, all or none. */
export function RateFilePanel(): ReactElement {
  const client = useQueryClient()
  const { run, pending, problem } = useStep({
    of: ratesKey,
    onDone: () => client.invalidateQueries({ queryKey: tradingKey }),
  })
  return (
    <Panel title="Upload rates">
      <Stack gap="md">
        <ProblemNotice error={problem} />
        <FileInput
          label="CSV file"
          description="date,base,quote,rate — or Date with a column for each currency, as the European Central Bank publishes what one euro is worth"
          placeholder="Choose a file"
          accept=".csv,text/csv"
          value={null}
          disabled={pending}
          onChange={(file) => {
            if (file === null) return
            run('The rates are kept', async () =>
              api.trading.uploadCurrencyRates({ body: { text: await file.text() } }),
            )
          }}
        />
      </Stack>
    </Panel>
  )
}
