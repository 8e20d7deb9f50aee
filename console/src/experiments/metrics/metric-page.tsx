import { Stack } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../../api.ts'
import { ConfirmButton } from '../../shell/confirm-button.tsx'
import { Facts } from '../../shell/facts.tsx'
import { notifyDone, notifyProblem } from '../../shell/notify.ts'
import { Page } from '../../shell/page.tsx'
import { Panel } from '../../shell/panel.tsx'
import { QueryView } from '../../shell/query-view.tsx'
import { Row, Rows } from '../../shell/rows.tsx'
import { TextLink } from '../../shell/text-link.tsx'
import { When } from '../../shell/when.tsx'
import { useGate } from '../gate.ts'
import { experimentsKey, metricQuery } from '../queries.ts'
import type { Metric } from '../types.ts'
import { desiredWords, kindWords } from '../words.ts'
import { MetricForm } from './metric-form.tsx'
import { capInWords, sourceInWords, windowInWords } from './metric-values.ts'

const route = getRouteApi('/experiment-readers/experiments/metrics/$key')

/** What a metric counts, how it is measured, and which experiments use it. */
export function MetricPage(): ReactElement {
  const { key } = route.useParams()
  const query = useQuery(metricQuery(key))
  const closed = useGate()
  return (
    <Page
      title={query.data?.title ?? 'Metric'}
      eyebrow={<TextLink to="/experiments/metrics">Metrics</TextLink>}
      {...(query.data === undefined || query.data.description === '' ? {} : { lead: query.data.description })}
      width="reading"
    >
      <QueryView query={query}>
        {(metric) => (
          <Stack gap="lg">
            <Panel title="What it counts">
              <Facts facts={factsOf(metric)} />
            </Panel>
            {metric.usedBy.length > 0 && (
              <Panel title="Used by">
                <Rows label="Used by">
                  {metric.usedBy.map((use) => (
                    <Row
                      key={use.key}
                      title={
                        <TextLink to="/experiments/$key" params={{ key: use.key }}>
                          {use.title}
                        </TextLink>
                      }
                    />
                  ))}
                </Rows>
              </Panel>
            )}
            {closed === undefined && metric.archivedAt === null && (
              <>
                <MetricForm key={metric.key} metric={metric} />
                {metric.usedBy.length === 0 && <Archive metric={metric} />}
              </>
            )}
          </Stack>
        )}
      </QueryView>
    </Page>
  )
}

function factsOf(metric: Metric) {
  const { key, kind, desired, numerator, denominator, cap, windowHours, createdAt, archivedAt } = metric
  return [
    ['Key', key],
    ['Kind', kindWords[kind].label],
    ['Counts', sourceInWords(numerator)],
    ['By', denominator === null ? null : sourceInWords(denominator)],
    ['Wanted', desiredWords[desired]],
    ['From the exposure on', windowInWords(windowHours)],
    ['Cut', capInWords(cap)],
    ['Counted since', <When key="made" at={createdAt} />],
    ['Archived', archivedAt === null ? null : <When key="archived" at={archivedAt} />],
  ] as const
}

function Archive({ metric: { key } }: { metric: Metric }): ReactElement {
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const { mutate, isPending } = useMutation({
    mutationFn: () => api.experiments.archiveMetric({ path: { key } }),
    onSuccess: async () => {
      notifyDone('The metric counts no more.')
      await navigate({ to: '/experiments/metrics' })
      await queryClient.invalidateQueries({ queryKey: experimentsKey })
    },
    onError: notifyProblem,
  })
  return (
    <ConfirmButton
      label="Archive"
      question="It counts nothing more, and cannot be brought back. What was counted stays."
      confirm="Archive the metric"
      pending={isPending}
      onConfirm={() => mutate()}
    />
  )
}
