import type { ReactElement, ReactNode } from 'react'
import { Empty } from '../../shell/empty.tsx'
import { TextLink } from '../../shell/text-link.tsx'
import { useOneAccount } from '../account-choice.tsx'
import type { TradingAccount } from '../types.ts'
import { useAccountsById } from './account-time.tsx'

interface OfAccountProps {
  /** Of the address. */
  readonly asked: string | undefined
  readonly children: (account: TradingAccount) => ReactNode
}

/** What a page shows of one account; without any account, how to come by one. */
export function OfAccount({ asked, children }: OfAccountProps): ReactElement {
  const accounts = useAccountsById()
  const chosen = useOneAccount(asked)
  const account = accounts.get(asked ?? '') ?? accounts.get(chosen ?? '')
  if (account !== undefined) return <>{children(account)}</>
  return (
    <Empty
      title="There is no account yet"
      hint="Fills and cash belong to an account with a currency and a time zone."
      action={<TextLink to="/trading/accounts">Go to the accounts</TextLink>}
    />
  )
}
