import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { useProof } from '../identity/step-up.tsx'
import { Panel } from '../shell/panel.tsx'
import { usePages } from '../shell/use-pages.ts'
import { InvitationList } from './invitation-list.tsx'

export const STAFF_INVITATIONS = ['invitations']

/** Everybody who was invited by staff; under a StepUp. */
export function StaffInvitations(): ReactElement {
  const prove = useProof()
  const pages = usePages(STAFF_INVITATIONS, ({ cursor, signal }) =>
    api.organisations.listStaffInvitations({ query: cursor === undefined ? {} : { cursor }, signal }),
  )
  return (
    <Panel title="Invited">
      <InvitationList
        pages={pages}
        changes={{
          revoke: (id) => api.organisations.revokeStaffInvitation({ path: { id } }),
          resend: (id) => prove(() => api.organisations.resendStaffInvitation({ path: { id } })),
        }}
        queryKey={STAFF_INVITATIONS}
      />
    </Panel>
  )
}
