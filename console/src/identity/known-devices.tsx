import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api, type Device } from '../api.ts'
import { Empty } from '../shell/empty.tsx'
import { notifyDone, notifyProblem } from '../shell/notify.ts'
import { PagedList } from '../shell/paged-list.tsx'
import { Panel } from '../shell/panel.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { usePages } from '../shell/use-pages.ts'
import { When } from '../shell/when.tsx'
import { deviceName } from './device-name.ts'

/** Browsers that signed in before: nobody can lock them out by trying wrong passwords elsewhere. */
export function KnownDevices(): ReactElement {
  const pages = usePages(['devices'], ({ cursor, signal }) =>
    api.auth.listDevices({ query: cursor === undefined ? {} : { cursor }, signal }),
  )
  return (
    <Panel title="Devices you sign in from">
      <PagedList pages={pages} empty={<Empty title="None yet" hint="A browser appears here once you signed in." />}>
        {(items) => (
          <Rows label="Devices">
            {items.map((device) => (
              <DeviceRow key={device.id} device={device} />
            ))}
          </Rows>
        )}
      </PagedList>
    </Panel>
  )
}

function DeviceRow({ device: { id, userAgent, ip, lastSeenAt, current } }: { device: Device }): ReactElement {
  const queryClient = useQueryClient()
  const name = deviceName(userAgent)
  const forget = useMutation({
    mutationFn: () => api.auth.forgetDevice({ path: { id } }),
    onSuccess: async () => {
      notifyDone(`${name} counts as a stranger again.`)
      await queryClient.invalidateQueries({ queryKey: ['devices'] })
    },
    onError: notifyProblem,
  })
  return (
    <Row
      title={name}
      detail={
        <>
          {ip ?? 'Unknown address'}, last seen <When at={lastSeenAt} />
        </>
      }
      aside={
        <>
          {current && <StateBadge tone="positive">This browser</StateBadge>}
          <Button
            size="xs"
            variant="default"
            aria-label={`Forget ${name}`}
            loading={forget.isPending}
            onClick={() => forget.mutate()}
          >
            Forget
          </Button>
        </>
      }
    />
  )
}
