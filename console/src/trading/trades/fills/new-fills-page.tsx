import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { Page } from '../../../shell/page.tsx'
import { TextLink } from '../../../shell/text-link.tsx'
import { AccountChoice } from '../../account-choice.tsx'
import { OfAccount } from '../of-account.tsx'
import styles from '../trades.module.css'
import { NewFills } from './new-fills.tsx'

const route = getRouteApi('/traders/trading/fills/new')

export function NewFillsPage(): ReactElement {
  const { account } = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <Page
      title="Enter fills"
      eyebrow={<TextLink to="/trading/fills">Fills</TextLink>}
      lead="All of them are entered, or none."
    >
      <OfAccount asked={account}>
        {(found) => (
          <div className={styles.stack}>
            <AccountChoice
              value={found.id}
              onChange={(id) => void navigate({ search: id === undefined ? {} : { account: id }, replace: true })}
            />
            <NewFills key={found.id} account={found} />
          </div>
        )}
      </OfAccount>
    </Page>
  )
}
