import { Alert } from '@mantine/core'
import type { ReactElement } from 'react'
import type { Me } from '../api.ts'

/** What a role of the person demands before anything else is answered. */
export function Due({ due }: { due: NonNullable<Me['session']['due']> }): ReactElement {
  return (
    <Alert variant="outline" title="A second factor is needed" role="status">
      {due === 'mfa-enrolment-required'
        ? 'A role of yours demands one. Set one up here; until then no other page answers.'
        : 'A role of yours demands that you sign in with one. Sign out and in again, or make a change here, which asks for it.'}
    </Alert>
  )
}
