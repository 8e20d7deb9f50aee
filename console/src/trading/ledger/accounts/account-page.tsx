import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { ButtonLink } from '../../../shell/button-link.tsx'
import { Facts } from '../../../shell/facts.tsx'
import { Page } from '../../../shell/page.tsx'
import { Panel } from '../../../shell/panel.tsx'
import { QueryView } from '../../../shell/query-view.tsx'
import { StateBadge } from '../../../shell/state-badge.tsx'
import { TextLink } from '../../../shell/text-link.tsx'
import { Amount } from '../../amounts.tsx'
import { tradingQueries } from '../../queries.ts'
import type { TradingAccount } from '../../types.ts'
import { EstimatesPanel } from '../fees/estimates-panel.tsx'
import { BalancesPanel } from './balances-panel.tsx'
import { EndPanel } from './end-panel.tsx'
import { ReworksPanel } from './reworks-panel.tsx'
import { cutoffInWords, kindWords, methodWords, modeWords } from './words.ts'

const route = getRouteApi('/traders/trading/accounts/$id')
const SOON_MS = 700

export function AccountPage(): ReactElement {
  const { id } = route.useParams()
  const account = useQuery({
    ...tradingQueries.account(id),
    refetchInterval: ({ state: { data } }) => (data?.pending == null ? false : SOON_MS),
  })
  const isUsable = account.data?.archivedAt === null
  return (
    <Page
      title={account.data?.name ?? 'Account'}
      eyebrow={<TextLink to="/trading/accounts">Accounts</TextLink>}
      width="reading"
      actions={
        isUsable && (
          <>
            <ButtonLink variant="default" to="/trading/accounts/$id/edit" params={{ id }}>
              Change
            </ButtonLink>
            <ButtonLink to="/trading/imports/new" search={{ account: id }}>
              Import a file
            </ButtonLink>
          </>
        )
      }
    >
      <QueryView query={account}>
        {(one) => (
          <Stack gap="lg" key={one.id}>
            <AccountFacts account={one} />
            <BalancesPanel accountId={one.id} />
            {isUsable && <EstimatesPanel account={one} />}
            <ReworksPanel account={one} />
            <EndPanel account={one} />
          </Stack>
        )}
      </QueryView>
    </Page>
  )
}

function AccountFacts({ account }: { account: TradingAccount }): ReactElement {
  const { id, broker, kind, currency, timeZone, sessionCutoff, matchingMethod, positionMode } = account
  return (
    <Panel title="What it is" aside={account.archivedAt !== null && <StateBadge tone="quiet">Archived</StateBadge>}>
      <Facts
        facts={[
          ['Kind', kindWords[kind]],
          ['Broker', broker],
          ['Currency', currency],
          ['Opening balance', <Amount key="opening" value={account.openingBalance} currency={currency} />],
          ['Opened on', account.openedOn],
          ['Time zone', timeZone],
          ['A day ends', cutoffInWords(sessionCutoff)],
          ['Lots are closed', methodWords[matchingMethod]],
          ['Positions', modeWords[positionMode]],
          [
            'Trades',
            <TextLink key="trades" to="/trading/trades" search={{ account: [id] }}>
              All of this account
            </TextLink>,
          ],
          [
            'Cash',
            <TextLink key="cash" to="/trading/cash" search={{ account: id }}>
              What came and went
            </TextLink>,
          ],
          [
            'Imports',
            <TextLink key="imports" to="/trading/imports" search={{ accountId: id }}>
              Files that were brought in
            </TextLink>,
          ],
        ]}
      />
    </Panel>
  )
}
