import { NativeSelect, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { api, type Schedule } from '../api.ts'
import { Empty } from '../shell/empty.tsx'
import { Filters } from '../shell/filters.tsx'
import { Page } from '../shell/page.tsx'
import { PagedList } from '../shell/paged-list.tsx'
import { Panel } from '../shell/panel.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { usePages } from '../shell/use-pages.ts'
import { When } from '../shell/when.tsx'
import { JobRow } from './job-row.tsx'
import { QueueTable } from './queue-table.tsx'

const jobStates = [
  { value: 'failed', label: 'Failed' },
  { value: 'quarantined', label: 'In quarantine' },
  { value: 'active', label: 'Running' },
  { value: 'queued', label: 'Waiting' },
  { value: 'completed', label: 'Done' },
  { value: 'cancelled', label: 'Cancelled' },
] as const

/** Progress is told twice a second. */
const RUNNING_EVERY_MS = 2000

export function JobsPage(): ReactElement {
  const overview = useQuery({
    queryKey: ['jobs', 'overview'],
    queryFn: ({ signal }) => api.jobs.overview({ signal }),
    refetchInterval: 5000,
  })
  return (
    <Page title="Jobs" lead="Work that happens after the answer: mail, checks of files, publishing at a time.">
      <Stack gap="xl">
        <JobList queues={overview.data?.queues.map(({ name }) => name) ?? []} />
        <Panel title="Queues">
          <QueryView query={overview}>{({ queues }) => <QueueTable queues={queues} />}</QueryView>
        </Panel>
        <Panel title="Schedules">
          <QueryView query={overview}>{({ schedules }) => <Schedules schedules={schedules} />}</QueryView>
        </Panel>
      </Stack>
    </Page>
  )
}

function Schedules({ schedules }: { schedules: readonly Schedule[] }): ReactElement {
  return (
    <Rows label="Schedules">
      {schedules.map(({ name, queue, cron, zone, lastTickAt, nextTickAt }) => (
        <Row
          key={name}
          title={name}
          detail={
            <>
              Adds to {queue}. Last: {lastTickAt === null ? 'not yet' : <When at={lastTickAt} />}. Next:{' '}
              {nextTickAt === null ? 'not within a year' : <When at={nextTickAt} />}
            </>
          }
          aside={`${cron} (${zone})`}
        />
      ))}
    </Rows>
  )
}

const ALL_QUEUES = { value: '', label: 'All queues' }

function JobList({ queues }: { queues: readonly string[] }): ReactElement {
  const [queue, setQueue] = useState('')
  const [state, setState] = useState<(typeof jobStates)[number]['value']>('failed')
  const pages = usePages(
    ['jobs', 'list', state, queue],
    ({ cursor, signal }) =>
      api.jobs.list({
        query: { state, ...(queue === '' ? {} : { queue }), ...(cursor === undefined ? {} : { cursor }) },
        signal,
      }),
    state === 'active' ? RUNNING_EVERY_MS : false,
  )
  return (
    <Panel title="Single jobs">
      <Filters label="Jobs">
        <NativeSelect
          label="State"
          value={state}
          onChange={(event) => setState(event.currentTarget.value as typeof state)}
          data={[...jobStates]}
        />
        <NativeSelect
          label="Queue"
          value={queue}
          onChange={(event) => setQueue(event.currentTarget.value)}
          data={[ALL_QUEUES, ...queues]}
        />
      </Filters>
      <PagedList pages={pages} empty={<NoJobs failed={state === 'failed'} />}>
        {(jobs) => (
          <Rows label="Jobs">
            {jobs.map((job) => (
              <JobRow key={job.id} job={job} />
            ))}
          </Rows>
        )}
      </PagedList>
    </Panel>
  )
}

function NoJobs({ failed }: { failed: boolean }): ReactElement {
  return failed ? (
    <Empty
      title="Nothing has failed"
      hint="A job that gave up after its last attempt would stand here, with its reason."
    />
  ) : (
    <Empty title="None in this state" hint="Look at another state." />
  )
}
