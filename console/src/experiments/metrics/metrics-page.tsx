import { Checkbox, Stack } from '@mantine/core'
import '@mantine/core/styles/InlineInput.layer.css'
import '@mantine/core/styles/Checkbox.layer.css'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { ButtonLink } from '../../shell/button-link.tsx'
import { Empty } from '../../shell/empty.tsx'
import { Page } from '../../shell/page.tsx'
import { QueryView } from '../../shell/query-view.tsx'
import { Row, Rows } from '../../shell/rows.tsx'
import { StateBadge } from '../../shell/state-badge.tsx'
import { TextLink } from '../../shell/text-link.tsx'
import { useGate } from '../gate.ts'
import { metricsQuery } from '../queries.ts'
import type { Metric } from '../types.ts'
import { desiredWords, kindWords } from '../words.ts'
import { sourceInWords } from './metric-values.ts'

const route = getRouteApi('/experiment-readers/experiments/metrics')

export function MetricsPage(): ReactElement {
  const { archived = false } = route.useSearch()
  const navigate = route.useNavigate()
  const metrics = useQuery(metricsQuery(archived))
  const begin = useGate() === undefined && <ButtonLink to="/experiments/metrics/new">New metric</ButtonLink>
  return (
    <Page
      title="Metrics"
      eyebrow={<TextLink to="/experiments">Experiments</TextLink>}
      lead="What counts: whether it happened, how much by person, or a sum by a sum. A metric counts from the day it is made."
      actions={begin}
      width="reading"
    >
      <Stack gap="lg">
        <Checkbox
          label="Show those that are archived"
          checked={archived}
          onChange={(event) =>
            void navigate({ search: event.currentTarget.checked ? { archived: true } : {}, replace: true })
          }
        />
        <QueryView query={metrics}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty
                title={archived ? 'Nothing is archived' : 'There is no metric yet'}
                hint="Every experiment needs one that decides."
                action={archived ? undefined : begin}
              />
            ) : (
              <Rows label="Metrics">
                {items.map((metric) => (
                  <MetricRow key={metric.id} metric={metric} />
                ))}
              </Rows>
            )
          }
        </QueryView>
      </Stack>
    </Page>
  )
}

function MetricRow({ metric }: { metric: Metric }): ReactElement {
  const { key, title, kind, desired, numerator, denominator, usedBy, archivedAt } = metric
  const uses = usedBy.length === 1 ? '1 experiment' : `${usedBy.length} experiments`
  return (
    <Row
      title={
        <TextLink to="/experiments/metrics/$key" params={{ key }}>
          {title}
        </TextLink>
      }
      detail={
        <>
          {sourceInWords(numerator)}
          {denominator !== null && <div>{`by ${sourceInWords(denominator)}`}</div>}
          <div>{`${kindWords[kind].label}, ${desiredWords[desired].toLowerCase()}`}</div>
        </>
      }
      aside={
        archivedAt === null ? (
          <span>{usedBy.length === 0 ? 'Not used' : `Used by ${uses}`}</span>
        ) : (
          <StateBadge tone="quiet">Archived</StateBadge>
        )
      }
    />
  )
}
