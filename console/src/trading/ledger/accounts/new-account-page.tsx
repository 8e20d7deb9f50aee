import type { ReactElement } from 'react'
import { Page } from '../../../shell/page.tsx'
import { TextLink } from '../../../shell/text-link.tsx'
import { AccountForm } from './account-form.tsx'

export function NewAccountPage(): ReactElement {
  return (
    <Page
      title="New account"
      eyebrow={<TextLink to="/trading/accounts">Accounts</TextLink>}
      lead="One for every account at a broker: lots, cash and trading days are its own."
      width="reading"
    >
      <AccountForm account={null} />
    </Page>
  )
}
