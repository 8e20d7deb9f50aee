import { Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api, type OutboxMail } from '../api.ts'
import { may, useMe } from '../identity/me.ts'
import { Empty } from '../shell/empty.tsx'
import { GatedButton } from '../shell/gated-button.tsx'
import { notifyDone, notifyProblem } from '../shell/notify.ts'
import { PagedList } from '../shell/paged-list.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { usePages } from '../shell/use-pages.ts'
import { When } from '../shell/when.tsx'

/** Mail of which nobody knows whether it arrived, and that is not sent again unless somebody wants it. */
export function UncertainMail(): ReactElement {
  const pages = usePages(['mail', 'uncertain'], ({ cursor, signal }) =>
    api.mail.list({ query: { state: 'uncertain', ...(cursor === undefined ? {} : { cursor }) }, signal }),
  )
  return (
    <PagedList
      pages={pages}
      empty={
        <Empty
          title="Nothing is in doubt"
          hint="Mail whose server fell silent after it was handed over would stand here."
        />
      }
    >
      {(items) => (
        <Rows label="Mail in doubt">
          {items.map((mail) => (
            <MailInDoubt key={mail.id} mail={mail} />
          ))}
        </Rows>
      )}
    </PagedList>
  )
}

function MailInDoubt({ mail }: { mail: OutboxMail }): ReactElement {
  const queryClient = useQueryClient()
  const me = useMe()
  const sendAgain = useMutation({
    mutationFn: () => api.mail.sendAgain({ path: { id: mail.id } }),
    onSuccess: async () => {
      notifyDone('It is sent once more.')
      await queryClient.invalidateQueries({ queryKey: ['mail', 'uncertain'] })
    },
    onError: notifyProblem,
  })
  return (
    <Row
      title={mail.to}
      detail={
        <>
          {mail.template}, <When at={mail.createdAt} />
          {mail.reason !== null && <Text size="sm">{mail.reason}</Text>}
        </>
      }
      aside={
        <GatedButton
          size="xs"
          variant="default"
          aria-label={`Send again: ${mail.template} to ${mail.to}`}
          disabledReason={may(me, 'mail:manage') ? undefined : 'Needs the permission mail:manage'}
          loading={sendAgain.isPending}
          onClick={() => sendAgain.mutate()}
        >
          Send again
        </GatedButton>
      }
    />
  )
}
