import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { ButtonLink } from '../../shell/button-link.tsx'
import { Empty } from '../../shell/empty.tsx'
import { Page } from '../../shell/page.tsx'
import { QueryView } from '../../shell/query-view.tsx'
import { Row, Rows } from '../../shell/rows.tsx'
import { StateBadge } from '../../shell/state-badge.tsx'
import { TextLink } from '../../shell/text-link.tsx'
import { tradingQueries } from '../queries.ts'
import { profilesQuery } from './queries.ts'
import type { RiskProfile } from './types.ts'
import { statusTones, statusWords } from './words.ts'

export function RiskPage(): ReactElement {
  const profiles = useQuery(profilesQuery())
  return (
    <Page
      title="Risk profiles"
      lead="Limits that an account is to stay within, judged by every fill and not only by the close of the day."
      actions={
        <ButtonLink to="/trading/risk/$id" params={{ id: 'new' }}>
          New profile
        </ButtonLink>
      }
    >
      <QueryView query={profiles}>
        {(items) =>
          items.length === 0 ? (
            <Empty
              title="No account has limits yet"
              hint="Make a profile with the rules of your contract, or your own."
            />
          ) : (
            <Rows label="Risk profiles">
              {items.map((profile) => (
                <ProfileRow key={profile.id} profile={profile} />
              ))}
            </Rows>
          )
        }
      </QueryView>
    </Page>
  )
}

function ProfileRow({ profile }: { profile: RiskProfile }): ReactElement {
  const { id, accountId, name, startsOn, status } = profile
  const account = useQuery(tradingQueries.account(accountId))
  return (
    <Row
      title={
        <TextLink to="/trading/risk/$id" params={{ id }}>
          {name}
        </TextLink>
      }
      detail={[account.data?.name, `since ${startsOn}`].filter(Boolean).join(' · ')}
      aside={<StateBadge tone={statusTones[status]}>{statusWords[status]}</StateBadge>}
    />
  )
}
