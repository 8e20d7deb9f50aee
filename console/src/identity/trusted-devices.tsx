import { Button } from '@mantine/core'
import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { Empty } from '../shell/empty.tsx'
import { PagedList } from '../shell/paged-list.tsx'
import { Panel } from '../shell/panel.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { usePages } from '../shell/use-pages.ts'
import { When } from '../shell/when.tsx'
import { deviceName } from './device-name.ts'
import { useFactorChange } from './use-factor-change.ts'

/** Browsers that are not asked for a second factor. */
export function TrustedDevices(): ReactElement {
  const pages = usePages(['trusted-devices'], ({ cursor, signal }) =>
    api.auth.listTrustedDevices({ query: cursor === undefined ? {} : { cursor }, signal }),
  )
  return (
    <Panel title="Trusted browsers">
      <PagedList
        pages={pages}
        empty={<Empty title="None" hint="You are asked for a second factor in every browser." />}
      >
        {(items) => (
          <Rows label="Trusted browsers">
            {items.map(({ id, userAgent, lastUsedAt, expiresAt }) => (
              <Row
                key={id}
                title={deviceName(userAgent)}
                detail={
                  <>
                    Last used <When at={lastUsedAt} />, trusted until <When at={expiresAt} />
                  </>
                }
                aside={<Forget id={id} name={deviceName(userAgent)} />}
              />
            ))}
          </Rows>
        )}
      </PagedList>
    </Panel>
  )
}

function Forget({ id, name }: { id: string; name: string }): ReactElement {
  const forget = useFactorChange(() => api.auth.forgetTrustedDevice({ path: { id } }), `${name} is trusted no longer.`)
  return (
    <Button
      size="xs"
      variant="default"
      aria-label={`Trust ${name} no longer`}
      loading={forget.isPending}
      onClick={() => forget.mutate()}
    >
      Trust no longer
    </Button>
  )
}
