import { NativeSelect } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { ButtonLink } from '../shell/button-link.tsx'
import { Empty } from '../shell/empty.tsx'
import { Filters } from '../shell/filters.tsx'
import { Page } from '../shell/page.tsx'
import { PagedList } from '../shell/paged-list.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { SearchField } from '../shell/search-field.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { usePages } from '../shell/use-pages.ts'
import { daysInWords, daysRunning, sampleInWords } from './figures.ts'
import { experimentFilterIn } from './filters.ts'
import { useGate } from './gate.ts'
import { experimentsKey } from './queries.ts'
import type { Experiment } from './types.ts'
import { alarmWords, choicesOf, stateWords } from './words.ts'

const route = getRouteApi('/experiment-readers/experiments')

/** The environments that every installation has; others are reached by an address. */
const ENVIRONMENTS = ['development', 'test', 'staging', 'production']

export function ExperimentsPage(): ReactElement {
  const filter = route.useSearch()
  const closed = useGate()
  const pages = usePages([...experimentsKey, 'list', filter], ({ cursor, signal }) =>
    api.experiments.list({ query: { ...filter, limit: 25, ...(cursor === undefined ? {} : { cursor }) }, signal }),
  )
  const begin = closed === undefined && <ButtonLink to="/experiments/new">New experiment</ButtonLink>
  return (
    <Page
      title="Experiments"
      lead="What flags do to what people do."
      actions={
        <>
          <ButtonLink to="/experiments/metrics" variant="default">
            Metrics
          </ButtonLink>
          <ButtonLink to="/experiments/power" variant="default">
            Power calculator
          </ButtonLink>
          {begin}
        </>
      }
    >
      <ExperimentFilters />
      <PagedList pages={pages} empty={<NothingHere isNarrowed={Object.keys(filter).length > 0} begin={begin} />}>
        {(experiments) => (
          <Rows label="Experiments">
            {experiments.map((experiment) => (
              <ExperimentRow key={experiment.id} experiment={experiment} />
            ))}
          </Rows>
        )}
      </PagedList>
    </Page>
  )
}

function ExperimentRow({ experiment }: { experiment: Experiment }): ReactElement {
  const { key, title, flag, environment, metrics, phases, standing, state, winner } = experiment
  const primary = metrics.filter(({ role }) => role === 'primary').map((metric) => metric.title)
  const measured = phases.length > 0 && [
    daysInWords(daysRunning(phases, Date.now())),
    standing === null ? 'nothing computed yet' : sampleInWords(standing.units, experiment.plannedUnits),
  ]
  return (
    <Row
      title={
        <TextLink to="/experiments/$key" params={{ key }}>
          {title}
        </TextLink>
      }
      detail={
        <>
          {`${flag} in ${environment}, by ${primary.length === 0 ? 'no primary metric' : primary.join(', ')}`}
          {measured !== false && <div>{measured.join(', ')}</div>}
          {state === 'concluded' && <div>{winner === null ? 'No winner' : `Winner: ${winner}`}</div>}
        </>
      }
      aside={
        <>
          {(standing?.alarms ?? []).map((alarm) => (
            <StateBadge key={alarm} tone="negative">
              {alarmWords[alarm]}
            </StateBadge>
          ))}
          <StateBadge tone={stateWords[state].tone}>{stateWords[state].label}</StateBadge>
        </>
      }
    />
  )
}

function ExperimentFilters(): ReactElement {
  const filter = route.useSearch()
  const navigate = route.useNavigate()
  const narrow = (change: Readonly<Record<string, unknown>>): void => {
    void navigate({ search: (now) => experimentFilterIn({ ...now, ...change }), replace: true })
  }
  const environments = [
    ...new Set([...ENVIRONMENTS, ...(filter.environment === undefined ? [] : [filter.environment])]),
  ]
  return (
    <Filters label="Experiments">
      <SearchField placeholder="Title, key or flag" words={filter.search} onSearch={(search) => narrow({ search })} />
      <NativeSelect
        label="State"
        value={filter.state ?? ''}
        onChange={(event) => narrow({ state: event.currentTarget.value })}
        data={[{ value: '', label: 'All states' }, ...choicesOf(stateWords)]}
      />
      <NativeSelect
        label="Environment"
        value={filter.environment ?? ''}
        onChange={(event) => narrow({ environment: event.currentTarget.value })}
        data={[{ value: '', label: 'All environments' }, ...environments.map((value) => ({ value, label: value }))]}
      />
    </Filters>
  )
}

function NothingHere({ isNarrowed, begin }: { isNarrowed: boolean; begin: ReactElement | false }): ReactElement {
  if (isNarrowed) return <Empty title="Nothing found" hint="Try fewer letters, or another state." />
  return (
    <Empty
      title="There is no experiment yet"
      hint="It stands on a rule of a flag that splits people, and on a metric that says what counts."
      action={begin}
    />
  )
}
