import { Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api, type MailSuppression } from '../api.ts'
import { may, useMe } from '../identity/me.ts'
import { Empty } from '../shell/empty.tsx'
import { GatedButton } from '../shell/gated-button.tsx'
import { notifyDone, notifyProblem } from '../shell/notify.ts'
import { PagedList } from '../shell/paged-list.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { usePages } from '../shell/use-pages.ts'
import { When } from '../shell/when.tsx'
import { whyStopped } from './words.ts'

/** Whom mail is not sent to; an entry taken away lets it go again. */
export function StoppedAddresses(): ReactElement {
  const pages = usePages(['mail', 'suppressions'], ({ cursor, signal }) =>
    api.mail.listSuppressions({ query: cursor === undefined ? {} : { cursor }, signal }),
  )
  return (
    <PagedList
      pages={pages}
      empty={
        <Empty title="Mail goes to everybody" hint="An address that bounces, or that complains, would stand here." />
      }
    >
      {(items) => (
        <Rows label="Stopped addresses">
          {items.map((entry) => (
            <StoppedAddress key={entry.id} entry={entry} />
          ))}
        </Rows>
      )}
    </PagedList>
  )
}

function StoppedAddress({ entry }: { entry: MailSuppression }): ReactElement {
  const queryClient = useQueryClient()
  const me = useMe()
  const address = entry.address ?? 'Somebody who was erased'
  const remove = useMutation({
    mutationFn: () => api.mail.removeSuppression({ path: { id: entry.id } }),
    onSuccess: async () => {
      notifyDone('Mail goes there again.')
      await queryClient.invalidateQueries({ queryKey: ['mail', 'suppressions'] })
    },
    onError: notifyProblem,
  })
  return (
    <Row
      title={address}
      detail={
        <>
          {whyStopped(entry)}, since <When at={entry.createdAt} />
          {entry.detail !== null && <Text size="sm">{entry.detail}</Text>}
        </>
      }
      aside={
        <GatedButton
          size="xs"
          variant="default"
          aria-label={`Let mail go to ${address} again`}
          disabledReason={may(me, 'mail:manage') ? undefined : 'Needs the permission mail:manage'}
          loading={remove.isPending}
          onClick={() => remove.mutate()}
        >
          Let mail go again
        </GatedButton>
      }
    />
  )
}
