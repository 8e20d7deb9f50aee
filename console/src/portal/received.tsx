import type { ReactElement } from 'react'
import { Page } from '../shell/page.tsx'
import { TextLink } from '../shell/text-link.tsx'

interface ReceivedProps {
  readonly kind: 'requests' | 'tickets'
  /** Null for guests: they get it by mail alone. */
  readonly reference: string | null
  readonly email: string
}

/** After a form was sent. NOTE: a guest learns no reference here, so that nobody finds out what belongs to an address that is not theirs. */
export function Received({ kind, reference, email }: ReceivedProps): ReactElement {
  if (reference === null) {
    return (
      <Page
        title="Look at your mail"
        lead={`It has arrived. A link to follow it is on its way to ${email}.`}
        width="narrow"
      >
        <TextLink to="/">To the first page</TextLink>
      </Page>
    )
  }
  return (
    <Page title="It has arrived" lead={`Its reference is ${reference}.`} width="narrow">
      {kind === 'requests' ? (
        <TextLink to="/portal/requests/$reference" params={{ reference }}>
          Follow it in your portal
        </TextLink>
      ) : (
        <TextLink to="/portal/tickets/$reference" params={{ reference }}>
          Follow it in your portal
        </TextLink>
      )}
    </Page>
  )
}
