import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { Page } from '../../../shell/page.tsx'
import { QueryView } from '../../../shell/query-view.tsx'
import { TextLink } from '../../../shell/text-link.tsx'
import { tradingQueries } from '../../queries.ts'
import { AccountForm } from './account-form.tsx'

const route = getRouteApi('/traders/trading/accounts/$id/edit')

export function EditAccountPage(): ReactElement {
  const { id } = route.useParams()
  const account = useQuery({ ...tradingQueries.account(id), refetchOnWindowFocus: false })
  return (
    <Page
      title="Change the account"
      eyebrow={
        <TextLink to="/trading/accounts/$id" params={{ id }}>
          {account.data?.name ?? 'Account'}
        </TextLink>
      }
      width="reading"
    >
      <QueryView query={account}>{(one) => <AccountForm key={`${one.id} ${one.version}`} account={one} />}</QueryView>
    </Page>
  )
}
