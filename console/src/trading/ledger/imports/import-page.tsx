import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { sizeInWords } from '../../../files/bytes.ts'
import { Page } from '../../../shell/page.tsx'
import { Panel } from '../../../shell/panel.tsx'
import { QueryView } from '../../../shell/query-view.tsx'
import { StateBadge } from '../../../shell/state-badge.tsx'
import { TextLink } from '../../../shell/text-link.tsx'
import { When } from '../../../shell/when.tsx'
import { tradingQueries } from '../../queries.ts'
import type { TradingImport } from '../../types.ts'
import { useFreshAfter } from '../../use-fresh-after.ts'
import { GiveUp } from './give-up.tsx'
import { PreviewPanel } from './preview-panel.tsx'
import { ProgressPanel } from './progress-panel.tsx'
import { importQuery, isDraft, isUnderWay } from './queries.ts'
import { ReadingPanel } from './reading-panel.tsx'
import { ResultPanel } from './result-panel.tsx'
import { StepList } from './step-list.tsx'
import { failureInWords, stateOf } from './words.ts'

const route = getRouteApi('/traders/trading/imports/$id')

/** One import, at whatever step it is: its address brings anybody back to where they were. */
export function ImportPage(): ReactElement {
  const { id } = route.useParams()
  const batch = useQuery(importQuery(id))
  return (
    <Page
      title={batch.data?.filename ?? 'Import'}
      eyebrow={<TextLink to="/trading/imports">Imports</TextLink>}
      lead={batch.data === undefined ? undefined : <Lead batch={batch.data} />}
    >
      <QueryView query={batch}>{(one) => <Steps key={one.id} batch={one} />}</QueryView>
    </Page>
  )
}

function Lead({ batch }: { batch: TradingImport }): ReactElement {
  const { accountId, bytes, createdAt } = batch
  const account = useQuery(tradingQueries.account(accountId))
  const { words, tone } = stateOf(batch)
  return (
    <>
      {sizeInWords(bytes)} for{' '}
      <TextLink to="/trading/accounts/$id" params={{ id: accountId }}>
        {account.data?.name ?? 'the account'}
      </TextLink>
      , <When at={createdAt} /> <StateBadge tone={tone}>{words}</StateBadge>
    </>
  )
}

function Steps({ batch }: { batch: TradingImport }): ReactElement {
  const { state } = batch
  useFreshAfter(isUnderWay(batch))
  return (
    <Stack gap="lg">
      <StepList batch={batch} />
      {state === 'failed' && (
        <Panel title="It failed">
          <p role="alert">{failureInWords(batch.failure ?? 'could-not-be-done')}</p>
        </Panel>
      )}
      {isUnderWay(batch) && <ProgressPanel batch={batch} />}
      {isDraft(batch) && <ReadingPanel batch={batch} />}
      {state === 'previewed' && <PreviewPanel batch={batch} />}
      {batch.counts !== null && <ResultPanel batch={batch} counts={batch.counts} />}
      {isDraft(batch) && <GiveUp batch={batch} />}
    </Stack>
  )
}
