import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useRouterState } from '@tanstack/react-router'
import { type ReactElement, useEffect, useMemo } from 'react'
import { api } from '../../api.ts'
import { Empty } from '../../shell/empty.tsx'
import { Page } from '../../shell/page.tsx'
import { Panel } from '../../shell/panel.tsx'
import { QueryView } from '../../shell/query-view.tsx'
import { When } from '../../shell/when.tsx'
import type { Shared } from './queries.ts'
import { SharedReport } from './shared-report.tsx'
import { SharedTrades } from './shared-trades.tsx'

/** What somebody shares, for whoever has the link. Its secret stands in the fragment, which no server and no log sees. */
export function SharedPage(): ReactElement {
  const hash = useRouterState({ select: ({ location }) => location.hash })
  const token = new URLSearchParams(hash).get('token')
  useNoIndex()
  const shared = useQuery({
    queryKey: ['shared', token],
    queryFn: ({ signal }) => api.trading.openShare({ body: { token: token ?? '' }, signal }),
    enabled: token !== null,
    // Each time it is asked for counts as seen.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  })
  return (
    <Page title={shared.data?.title ?? 'A trading journal'} eyebrow="Shared with you" width="reading">
      {token === null ? (
        <Empty title="The link is not whole" hint="Ask for it again: a part of it was lost on the way." />
      ) : (
        <QueryView query={shared}>{(found) => <SharedView shared={found} />}</QueryView>
      )}
    </Page>
  )
}

function useNoIndex(): void {
  useEffect(() => {
    const meta = Object.assign(document.createElement('meta'), { name: 'robots', content: 'noindex' })
    document.head.append(meta)
    return () => meta.remove()
  }, [])
}

function SharedView({ shared }: { shared: Shared }): ReactElement {
  const { entry, reports, trades, redacted, expiresAt } = shared
  const paragraphs = useMemo(() => [...new Set(entry?.text.split('\n') ?? [])], [entry])
  return (
    <Stack gap="xl">
      {entry !== null && (
        <Panel title={entry.title === '' ? 'From the journal' : entry.title}>
          <p>
            <When at={`${entry.day}T12:00:00`} show="day" />
          </p>
          {paragraphs.map((paragraph) => (
            <p key={paragraph}>{paragraph}</p>
          ))}
        </Panel>
      )}
      {reports.map((report) => (
        <SharedReport key={report.currency} report={report} />
      ))}
      {trades.length > 0 && <SharedTrades trades={trades} />}
      {reports.length + trades.length === 0 && entry === null && (
        <Empty title="No trades yet" hint="There is nothing to show so far." />
      )}
      <p>
        {redacted && 'Sizes and amounts are not shown. '}
        The link is good until <When at={expiresAt} show="day" />.
      </p>
    </Stack>
  )
}
