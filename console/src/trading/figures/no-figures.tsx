import { Button } from '@mantine/core'
import type { ReactElement } from 'react'
import { ButtonLink } from '../../shell/button-link.tsx'
import { Empty } from '../../shell/empty.tsx'
import type { FiguresSearch } from './figures-search.ts'

interface NoFiguresProps {
  readonly search: FiguresSearch
  readonly hasAccounts: boolean
  /** Asks for all time. */
  readonly clear: () => void
}

const ACCOUNTS: string = '/trading/accounts'
const IMPORTS: string = '/trading/imports'

/** What to do where there is nothing to reckon with. */
export function NoFigures({ search, hasAccounts, clear }: NoFiguresProps): ReactElement {
  if (!hasAccounts) {
    return (
      <Empty
        title="No account yet"
        hint="Figures are of closed trades. Add the account you trade in, then import what your broker exports."
        action={<ButtonLink to={ACCOUNTS}>Add an account</ButtonLink>}
      />
    )
  }
  if (search.from !== undefined || search.to !== undefined) {
    return (
      <Empty
        title="No closed trades in this period"
        hint="Nothing was closed on these days. Other days may have trades."
        action={<Button onClick={clear}>Show all time</Button>}
      />
    )
  }
  return (
    <Empty
      title="No closed trades yet"
      hint="Figures are of trades that were closed. Import what your broker exports, or enter fills by hand."
      action={<ButtonLink to={IMPORTS}>Import trades</ButtonLink>}
    />
  )
}
