import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api, type JobPayload } from '../api.ts'
import { DifferenceList } from '../flags/history/differences.tsx'
import { QueryView } from '../shell/query-view.tsx'
import styles from './job-payload.module.css'
import { payloadDifferences } from './payload-differences.ts'

export function JobPayloadView({ id }: { id: string }): ReactElement {
  const job = useQuery({
    queryKey: ['jobs', 'one', id],
    queryFn: ({ signal }) => api.jobs.get({ path: { id }, signal }),
  })
  return (
    <QueryView query={job}>
      {(found) => (
        <>
          <Payload {...found} />
          <Trail {...found} />
        </>
      )}
    </QueryView>
  )
}

/** What was stored, and what a handler would get of it today where that differs. */
function Payload({ data, payload }: JobPayload): ReactElement {
  if (payload === null) return <p>The payload was written by another program.</p>
  const { version, currentVersion, current, fault } = payload
  const differs = version !== currentVersion || fault !== null
  const differences = fault === null && differs ? payloadDifferences(data, current) : []
  return (
    <>
      {differences.length > 0 && <DifferenceList label="What is read otherwise" differences={differences} />}
      <div className={styles.sides}>
        <Side
          title={differs ? `As stored, version ${version}` : `Version ${version}, as it is read today`}
          value={data}
        />
        {fault === null && differs && <Side title={`As version ${currentVersion} reads it`} value={current} />}
        {fault !== null && (
          <div>
            <div className={styles.title}>Version {currentVersion} does not read it</div>
            <p>{fault}</p>
          </div>
        )}
      </div>
    </>
  )
}

/** Who brought it about, and where in the program its last try failed. */
function Trail({ origin, failure }: JobPayload): ReactElement {
  return (
    <>
      {origin !== null && (
        <p>
          From {origin.actor}, request {origin.requestId}
        </p>
      )}
      {failure !== null && (
        <div>
          <div className={styles.title}>
            {failure.name}
            {failure.code !== null && `, ${failure.code}`}
          </div>
          {failure.stack !== null && <pre className={styles.json}>{failure.stack}</pre>}
        </div>
      )}
    </>
  )
}

function Side({ title, value }: { title: string; value: unknown }): ReactElement {
  return (
    <div>
      <div className={styles.title}>{title}</div>
      <pre className={styles.json}>{JSON.stringify(value, null, 2)}</pre>
    </div>
  )
}
