import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { Empty } from '../shell/empty.tsx'
import { PagedList } from '../shell/paged-list.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { usePages } from '../shell/use-pages.ts'
import { When } from '../shell/when.tsx'
import { secretsKey } from './queries.ts'

/** To whom values of a secret were shown, newest first. */
export function ShowingsPanel({ id }: { id: string }): ReactElement {
  const pages = usePages([...secretsKey, 'showings', id], ({ cursor, signal }) =>
    api.secrets.showings({ path: { id }, query: { limit: 10, ...(cursor === undefined ? {} : { cursor }) }, signal }),
  )
  return (
    <PagedList
      pages={pages}
      empty={<Empty title="Nobody has looked" hint="Each showing to a person or to an API key is listed here." />}
    >
      {(items) => (
        <Rows label="Who looked">
          {items.map(({ id: record, at, byName, apiKeyName, number, reason }) => (
            <Row
              key={record}
              title={apiKeyName === null ? (byName ?? 'Somebody who is gone') : `API key ${apiKeyName}`}
              detail={
                <>
                  {number !== null && `Version ${number}, `}
                  <When at={at} />
                  {apiKeyName !== null && byName !== null && `, of ${byName}`}
                  {reason !== null && <div>{reason}</div>}
                </>
              }
            />
          ))}
        </Rows>
      )}
    </PagedList>
  )
}
