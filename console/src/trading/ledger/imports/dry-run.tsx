import { Stack } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api } from '../../../api.ts'
import { Panel } from '../../../shell/panel.tsx'
import { ProblemNotice } from '../../../shell/problem-notice.tsx'
import type { TradingImport } from '../../types.ts'
import type { Definition } from './mapper-values.ts'
import { importsKey } from './queries.ts'
import { RowList } from './row-list.tsx'
import { rowsInWords } from './words.ts'

interface DryRunProps {
  readonly batch: TradingImport
  readonly definition: Definition
  readonly currency: string
}

const SHOWN = 8

/** What the first rows come to by what is said so far. */
export function DryRun({ batch, definition, currency }: DryRunProps): ReactElement {
  const { fileId, accountId, timeZone } = batch
  const tried = useQuery({
    queryKey: [...importsKey, 'dry-run', fileId, timeZone, definition],
    queryFn: ({ signal }) =>
      api.trading.testImportProfile({ body: { definition, fileId: fileId ?? '', accountId, timeZone }, signal }),
    placeholderData: keepPreviousData,
  })
  return (
    <Panel title="What the first rows come to">
      <ProblemNotice error={tried.error} />
      {tried.error === null && tried.data !== undefined && (
        <Stack gap="md">
          <p role="status">
            {[
              `${rowsInWords(tried.data.read)} read`,
              `${rowsInWords(tried.data.skipped)} passed over`,
              `${rowsInWords(tried.data.error)} with an error`,
            ].join(', ')}
          </p>
          <RowList rows={tried.data.rows.slice(0, SHOWN)} currency={currency} zone={timeZone} />
        </Stack>
      )}
    </Panel>
  )
}
