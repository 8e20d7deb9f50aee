import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import type { ReconStanding } from '../api.ts'
import { Empty } from '../shell/empty.tsx'
import { Page } from '../shell/page.tsx'
import { Panel } from '../shell/panel.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { When } from '../shell/when.tsx'
import { DryRunButton } from './dry-run-button.tsx'
import { standingQuery } from './queries.ts'
import { ReconItems } from './recon-items.tsx'
import { ReconRuns } from './recon-runs.tsx'
import { loopWords } from './recon-words.ts'
import { providerInWords } from './words.ts'

/** What providers say beside what is known here: how fresh that is, what differs, and the runs that looked. */
export function ReconciliationPage(): ReactElement {
  const standing = useQuery(standingQuery)
  return (
    <Page
      title="Reconciliation"
      eyebrow="Money"
      lead="What providers say, compared with what is known here: events every five minutes, the rest every night."
    >
      <Stack gap="xl">
        <Panel title="Providers">
          <QueryView query={standing} rows={2}>
            {({ providers }) => <Providers providers={providers} />}
          </QueryView>
        </Panel>
        <Panel title="Differences">
          <ReconItems />
        </Panel>
        <Panel title="Runs">
          <ReconRuns />
        </Panel>
      </Stack>
    </Page>
  )
}

function Providers({ providers }: Pick<ReconStanding, 'providers'>): ReactElement {
  if (providers.length === 0)
    return (
      <Empty
        title="No provider is set up"
        hint="Whoever runs the server names the accounts: STRIPE_SECRET_KEY and those beside it."
      />
    )
  return (
    <Rows label="Providers">
      {providers.map(({ name, account, livemode, loops }) => (
        <Row
          key={name}
          title={providerInWords(name)}
          detail={
            <>
              {account === 'own' ? null : account}
              {loops.map(({ loop, lastEndedAt }) => (
                <div key={loop}>
                  {loopWords[loop]}: {lastEndedAt === null ? 'not compared yet' : <Age at={lastEndedAt} />}
                </div>
              ))}
              {loops.length === 0 && <div>Keeps no lists: each payment is asked about by itself.</div>}
            </>
          }
          aside={
            <>
              {!livemode && <StateBadge tone="caution">Test money</StateBadge>}
              {loops.length > 0 && <DryRunButton provider={name} />}
            </>
          }
        />
      ))}
    </Rows>
  )
}

const MINUTE_MS = 60_000
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' })

/** How long ago, and when. */
function Age({ at }: { at: string }): ReactElement {
  const minutes = Math.round((Date.now() - Date.parse(at)) / MINUTE_MS)
  const words =
    minutes < 90
      ? relative.format(-minutes, 'minute')
      : minutes < 36 * 60
        ? relative.format(-Math.round(minutes / 60), 'hour')
        : relative.format(-Math.round(minutes / (24 * 60)), 'day')
  return (
    <>
      {words} (<When at={at} />)
    </>
  )
}
