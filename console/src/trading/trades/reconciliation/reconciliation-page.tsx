import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { Filters } from '../../../shell/filters.tsx'
import { Page } from '../../../shell/page.tsx'
import { AccountChoice } from '../../account-choice.tsx'
import { OfAccount } from '../of-account.tsx'
import styles from '../trades.module.css'
import { ReportedPanel } from './reported-panel.tsx'
import { StatementsPanel } from './statements-panel.tsx'

const route = getRouteApi('/traders/trading/reconciliation')

export function ReconciliationPage(): ReactElement {
  const { account, all = false, differing = false } = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <Page
      title="Reconciliation"
      lead="What your broker reports beside what follows from the fills: row by row, and day by day."
    >
      <OfAccount asked={account}>
        {(found) => (
          <>
            <Filters label="Account">
              <AccountChoice
                value={found.id}
                onChange={(id) =>
                  void navigate({
                    search: ({ account: _, ...rest }) => ({ ...rest, ...(id && { account: id }) }),
                    replace: true,
                  })
                }
              />
            </Filters>
            <div className={styles.stack}>
              <ReportedPanel
                account={found}
                all={all}
                onAll={(shown) =>
                  void navigate({
                    search: ({ all: _, ...rest }) => ({ ...rest, account: found.id, ...(shown && { all: true }) }),
                    replace: true,
                  })
                }
              />
              <StatementsPanel
                account={found}
                differing={differing}
                onDiffering={(only) =>
                  void navigate({
                    search: ({ differing: _, ...rest }) => ({
                      ...rest,
                      account: found.id,
                      ...(only && { differing: true }),
                    }),
                    replace: true,
                  })
                }
              />
            </div>
          </>
        )}
      </OfAccount>
    </Page>
  )
}
