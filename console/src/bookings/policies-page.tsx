import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { may, useMe } from '../identity/me.ts'
import { ButtonLink } from '../shell/button-link.tsx'
import { Empty } from '../shell/empty.tsx'
import { Page } from '../shell/page.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { policiesQuery } from './queries.ts'
import { MANAGE } from './types.ts'
import { refundWords } from './words.ts'

export function PoliciesPage(): ReactElement {
  const policies = useQuery(policiesQuery)
  return (
    <Page
      title="Booking policies"
      lead="Packages of services refer to them: who can be booked, when, and on what terms."
      actions={
        may(useMe(), MANAGE) && (
          <ButtonLink to="/agency/policies/$id" params={{ id: 'new' }}>
            New policy
          </ButtonLink>
        )
      }
    >
      <QueryView query={policies}>
        {(items) =>
          items.length === 0 ? (
            <Empty title="There is no policy" hint="Without one no service can be booked." />
          ) : (
            <Rows label="Booking policies">
              {items.map((policy) => (
                <Row
                  key={policy.id}
                  title={
                    <TextLink to="/agency/policies/$id" params={{ id: policy.id }}>
                      {policy.name}
                    </TextLink>
                  }
                  detail={`Cancelling: ${refundWords(policy)}`}
                  aside={`${policy.hosts.length} ${policy.hosts.length === 1 ? 'host' : 'hosts'}`}
                />
              ))}
            </Rows>
          )
        }
      </QueryView>
    </Page>
  )
}
