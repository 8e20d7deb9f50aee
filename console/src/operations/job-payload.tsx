import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api, type JobPayload } from '../api.ts'
import { QueryView } from '../shell/query-view.tsx'
import styles from './job-payload.module.css'

export function JobPayloadView({ id }: { id: string }): ReactElement {
  const job = useQuery({
    queryKey: ['jobs', 'one', id],
    queryFn: ({ signal }) => api.jobs.get({ path: { id }, signal }),
  })
  return <QueryView query={job}>{(found) => <Payload {...found} />}</QueryView>
}

/** What was stored, and what a handler would get of it today where that differs. */
function Payload({ data, payload }: JobPayload): ReactElement {
  if (payload === null) return <p>The payload was written by another program.</p>
  const { version, currentVersion, current, fault } = payload
  const differs = version !== currentVersion || fault !== null
  return (
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
