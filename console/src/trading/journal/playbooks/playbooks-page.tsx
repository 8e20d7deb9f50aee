import { NativeSelect } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../../../api.ts'
import { ButtonLink } from '../../../shell/button-link.tsx'
import { Empty } from '../../../shell/empty.tsx'
import { Filters } from '../../../shell/filters.tsx'
import { Page } from '../../../shell/page.tsx'
import { PagedList } from '../../../shell/paged-list.tsx'
import { Row, Rows } from '../../../shell/rows.tsx'
import { TextLink } from '../../../shell/text-link.tsx'
import { usePages } from '../../../shell/use-pages.ts'
import { When } from '../../../shell/when.tsx'
import { tradingKey } from '../../queries.ts'
import { StatusBadge } from './status-badge.tsx'

const route = getRouteApi('/traders/trading/playbooks')

export function PlaybooksPage(): ReactElement {
  const { status = 'active' } = route.useSearch()
  const navigate = route.useNavigate()
  const pages = usePages([...tradingKey, 'playbooks', 'list', status], ({ cursor, signal }) =>
    api.trading.listPlaybooks({ query: { status, ...(cursor === undefined ? {} : { cursor }) }, signal }),
  )
  const empty =
    status === 'archived' ? (
      <Empty title="None is archived" hint="What is archived keeps its history and its figures." />
    ) : (
      <Empty
        title="No playbook yet"
        hint="Write down when you take a trade, as rules: each trade is then held against them."
        action={<ButtonLink to="/trading/playbooks/new">Make the first one</ButtonLink>}
      />
    )
  return (
    <Page
      title="Playbooks"
      lead="Your setups as rules, and how far your trades kept to them."
      actions={<ButtonLink to="/trading/playbooks/new">New playbook</ButtonLink>}
    >
      <Filters label="Playbooks">
        <NativeSelect
          label="State"
          value={status}
          onChange={(event) => {
            const isArchived = event.currentTarget.value === 'archived'
            void navigate({ search: isArchived ? { status: 'archived' } : {}, replace: true })
          }}
          data={[
            { value: 'active', label: 'Active' },
            { value: 'archived', label: 'Archived' },
          ]}
        />
      </Filters>
      <PagedList pages={pages} empty={empty}>
        {(playbooks) => (
          <Rows label="Playbooks">
            {playbooks.map(({ id, name, status: state, updatedAt }) => (
              <Row
                key={id}
                title={
                  <TextLink to="/trading/playbooks/$id" params={{ id }}>
                    {name}
                  </TextLink>
                }
                detail={
                  <>
                    Changed <When at={updatedAt} />
                  </>
                }
                aside={<StatusBadge status={state} />}
              />
            ))}
          </Rows>
        )}
      </PagedList>
    </Page>
  )
}
