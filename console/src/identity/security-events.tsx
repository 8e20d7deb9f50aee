import { Code } from '@mantine/core'
import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { Empty } from '../shell/empty.tsx'
import { PagedList } from '../shell/paged-list.tsx'
import { Panel } from '../shell/panel.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { usePages } from '../shell/use-pages.ts'
import { When } from '../shell/when.tsx'
import { deviceName } from './device-name.ts'

const BY: Readonly<Record<string, string>> = {
  self: 'You',
  visitor: 'Somebody not signed in',
  other: 'Somebody else',
  server: 'The server',
}

/** What happened to the account: who, from where, with what. */
export function SecurityEvents(): ReactElement {
  const pages = usePages(['security-events'], ({ cursor, signal }) =>
    api.auth.securityEvents({ query: cursor === undefined ? {} : { cursor }, signal }),
  )
  return (
    <Panel title="What happened to your account">
      <PagedList pages={pages} empty={<Empty title="Nothing yet" hint="Sign-ins and changes appear here." />}>
        {(items) => (
          <Rows label="Security events">
            {items.map(({ id, at, action, by, ip, userAgent }) => (
              <Row
                key={id}
                title={<Code>{action}</Code>}
                detail={
                  <>
                    {BY[by]}
                    {ip !== null && `, from ${ip}`}
                    {userAgent !== null && `, ${deviceName(userAgent)}`}
                  </>
                }
                aside={<When at={at} />}
              />
            ))}
          </Rows>
        )}
      </PagedList>
    </Panel>
  )
}
