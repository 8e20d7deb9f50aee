import { NativeSelect } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../../api.ts'
import { Empty } from '../../shell/empty.tsx'
import { Filters } from '../../shell/filters.tsx'
import { Page } from '../../shell/page.tsx'
import { PagedList } from '../../shell/paged-list.tsx'
import { Row, Rows } from '../../shell/rows.tsx'
import { StateBadge } from '../../shell/state-badge.tsx'
import { TextLink } from '../../shell/text-link.tsx'
import { usePages } from '../../shell/use-pages.ts'
import { When } from '../../shell/when.tsx'
import { EnvironmentSelect } from '../environment-select.tsx'
import { FlagSections } from '../flag-sections.tsx'
import { changesKey, type FlagChangeLine } from '../more-queries.ts'
import { changeFilterIn } from './change-filter.ts'
import { changeStates, personWords, subjectWords } from './words.ts'

const route = getRouteApi('/flag-operators/flags/changes')

/** What somebody wants to change, and what became of it. */
export function ChangesPage(): ReactElement {
  const filter = route.useSearch()
  const navigate = route.useNavigate()
  const { state = '', environment = '' } = filter
  const narrow = (more: Record<string, unknown>): void => {
    void navigate({ search: changeFilterIn({ ...filter, ...more }), replace: true })
  }
  const pages = usePages([...changesKey, 'list', filter], ({ cursor, signal }) =>
    api.flags.listChanges({ query: { ...filter, ...(cursor === undefined ? {} : { cursor }) }, signal }),
  )
  return (
    <Page
      title="Changes"
      lead="What was proposed where somebody else has to approve it, and what waits for its hour."
      width="reading"
    >
      <FlagSections />
      <Filters label="Changes">
        <NativeSelect
          label="State"
          value={state}
          data={[
            { value: '', label: 'All states' },
            ...Object.entries(changeStates).map(([value, { label }]) => ({ value, label })),
          ]}
          onChange={(event) => narrow({ state: event.currentTarget.value })}
        />
        <EnvironmentSelect
          all="All environments"
          value={environment}
          onChange={(chosen) => narrow({ environment: chosen })}
        />
      </Filters>
      <PagedList
        pages={pages}
        empty={
          state === '' && environment === '' ? (
            <Empty
              title="Nothing was proposed"
              hint="Where an environment needs approval, a change of a flag is proposed on the page of the flag."
            />
          ) : (
            <Empty title="No change is like that" hint="Choose another state or environment." />
          )
        }
      >
        {(changes) => (
          <Rows label="Changes">
            {changes.map((change) => (
              <ChangeRow key={change.id} change={change} />
            ))}
          </Rows>
        )}
      </PagedList>
    </Page>
  )
}

function ChangeRow({ change }: { change: FlagChangeLine }): ReactElement {
  const { id, state, reason, proposedBy, proposedAt, scheduledAt } = change
  const { label, tone } = changeStates[state]
  return (
    <Row
      title={
        <TextLink to="/flags/changes/$id" params={{ id }}>
          {subjectWords(change)}
        </TextLink>
      }
      detail={
        <>
          {reason !== '' && <div>{reason}</div>}
          Proposed by {personWords(proposedBy)}, <When at={proposedAt} />
          {scheduledAt !== null && (
            <>
              , for <When at={scheduledAt} />
            </>
          )}
        </>
      }
      aside={<StateBadge tone={tone}>{label}</StateBadge>}
    />
  )
}
