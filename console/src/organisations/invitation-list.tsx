import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import type { Invitation } from '../api.ts'
import { Empty } from '../shell/empty.tsx'
import { notifyDone, notifyProblem } from '../shell/notify.ts'
import { PagedList } from '../shell/paged-list.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import type { Pages } from '../shell/use-pages.ts'
import { When } from '../shell/when.tsx'
import { roleTitle } from './words.ts'

interface InvitationListProps {
  readonly pages: Pages<Invitation>
  readonly changes: {
    readonly revoke: (id: string) => Promise<unknown>
    readonly resend: (id: string) => Promise<unknown>
  }
  readonly queryKey: readonly string[]
}

export function InvitationList({ pages, changes, queryKey }: InvitationListProps): ReactElement {
  return (
    <PagedList pages={pages} empty={<Empty title="Nobody is invited" hint="Whom you invite appears here." />}>
      {(items) => (
        <Rows label="Invitations">
          {items.map((invitation) => (
            <InvitationRow key={invitation.id} invitation={invitation} changes={changes} queryKey={queryKey} />
          ))}
        </Rows>
      )}
    </PagedList>
  )
}

const STATES = {
  open: { tone: 'quiet', words: 'Waiting' },
  accepted: { tone: 'positive', words: 'Accepted' },
  revoked: { tone: 'negative', words: 'Taken back' },
  expired: { tone: 'negative', words: 'Expired' },
} as const

interface InvitationRowProps extends Omit<InvitationListProps, 'pages'> {
  readonly invitation: Invitation
}

function InvitationRow({ invitation, changes, queryKey }: InvitationRowProps): ReactElement {
  const { id, email, roles, organisationRole, state, expiresAt } = invitation
  const queryClient = useQueryClient()
  const useChange = (change: (id: string) => Promise<unknown>, message: string) =>
    useMutation({
      mutationFn: () => change(id),
      onSuccess: async () => {
        notifyDone(message)
        await queryClient.invalidateQueries({ queryKey })
      },
      onError: notifyProblem,
    })
  const revoke = useChange(changes.revoke, `The invitation of ${email} is taken back.`)
  const resend = useChange(changes.resend, `A new link is on its way to ${email}.`)
  const to = [...roles, ...(organisationRole === null ? [] : [roleTitle(organisationRole)])].join(', ')
  const { tone, words } = STATES[state]
  return (
    <Row
      title={email}
      detail={
        <>
          {to === '' ? 'No role' : to}, until <When at={expiresAt} />
        </>
      }
      aside={
        <>
          <StateBadge tone={tone}>{words}</StateBadge>
          {(state === 'open' || state === 'expired') && (
            <Button
              size="xs"
              variant="default"
              aria-label={`Send again to ${email}`}
              loading={resend.isPending}
              onClick={() => resend.mutate()}
            >
              Send again
            </Button>
          )}
          {state === 'open' && (
            <Button
              size="xs"
              variant="default"
              aria-label={`Take back the invitation of ${email}`}
              loading={revoke.isPending}
              onClick={() => revoke.mutate()}
            >
              Take back
            </Button>
          )}
        </>
      }
    />
  )
}
