import { Alert, Button, Group, NativeSelect, Stack } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type ReactElement, useState } from 'react'
import { api, ProblemError } from '../../api.ts'
import { Empty } from '../../shell/empty.tsx'
import { notifyProblem } from '../../shell/notify.ts'
import { LoadingRows } from '../../shell/paged-list.tsx'
import { ProblemNotice } from '../../shell/problem-notice.tsx'
import { When } from '../../shell/when.tsx'
import styles from '../experiments.module.css'
import { resultsQuery } from '../queries.ts'
import type { Experiment, Results } from '../types.ts'
import { warningWords } from '../words.ts'
import { GuardrailsPanel } from './guardrails-panel.tsx'
import { MetricPanel } from './metric-panel.tsx'
import { OverviewPanel } from './overview-panel.tsx'
import { Mismatch, SamplePanel } from './sample-panel.tsx'

const route = getRouteApi('/experiment-readers/experiments/$key')
const WAIT_MS = 1000
const REFRESH_MS = 60_000

/** What was measured of a phase, the last one unless another is chosen. */
export function ResultsView({ experiment }: { experiment: Experiment }): ReactElement {
  const { phase } = route.useSearch()
  /** When what is shown was computed as it was asked for anew; it is looked for until another has come. */
  const [askedOver, setAskedOver] = useState<string | null>(null)
  const query = useQuery({
    ...resultsQuery(experiment.key, phase),
    refetchInterval: ({ state: { data } }) =>
      askedOver !== null && (data?.computedAt ?? '') === askedOver ? WAIT_MS : REFRESH_MS,
  })
  const { mutate, isPending } = useMutation({
    mutationFn: () => api.experiments.analyse({ path: { key: experiment.key } }),
    onMutate: () => setAskedOver(query.data?.computedAt ?? ''),
    onError: notifyProblem,
  })
  const isComputing = isPending || (askedOver !== null && (query.data?.computedAt ?? '') === askedOver)
  const compute = (
    <Button variant="default" loading={isComputing} onClick={() => mutate()}>
      Compute anew
    </Button>
  )
  if (query.data === undefined) {
    if (query.error === null) return <LoadingRows />
    if (!isNothingYet(query.error)) return <ProblemNotice error={query.error} retry={() => void query.refetch()} />
    return (
      <Empty
        title="Nothing has been computed yet"
        hint="Results come every hour while it runs, and when you ask for them."
        action={compute}
      />
    )
  }
  return <Known experiment={experiment} results={query.data} compute={compute} />
}

function isNothingYet(error: unknown): boolean {
  return error instanceof ProblemError && error.code === 'experiments/no-results'
}

interface KnownProps {
  readonly experiment: Experiment
  readonly results: Results
  readonly compute: ReactElement
}

function Known({ experiment, results, compute }: KnownProps): ReactElement {
  const isLast = results.phase === experiment.phases[0]?.number
  return (
    <Stack gap="lg">
      <Group justify="space-between" align="end">
        <div className={styles.small}>
          {`Phase ${results.phase}, computed `}
          <When at={results.computedAt} />
        </div>
        <Group align="end">
          <PhaseChoice experiment={experiment} phase={results.phase} />
          {isLast && compute}
        </Group>
      </Group>
      {results.sampleRatio.isMismatch && <Mismatch results={results} />}
      {results.warnings
        .filter(({ code }) => code !== 'sample-ratio-mismatch')
        .map(({ code, detail }) => (
          <Alert
            key={code}
            variant="outline"
            color={code === 'guardrail-harmed' ? 'red' : 'gray'}
            title={warningWords[code]}
          >
            {detail}
          </Alert>
        ))}
      <OverviewPanel experiment={experiment} results={results} />
      <SamplePanel experiment={experiment} results={results} />
      <GuardrailsPanel experiment={experiment} results={results} />
      {results.metrics.map((metric) => (
        <MetricPanel key={metric.key} {...{ experiment, results, metric }} />
      ))}
    </Stack>
  )
}

function PhaseChoice({ experiment, phase }: { experiment: Experiment; phase: number }): ReactElement | null {
  const navigate = route.useNavigate()
  if (experiment.phases.length < 2) return null
  return (
    <NativeSelect
      label="Phase"
      value={String(phase)}
      data={experiment.phases.map(({ number }) => String(number))}
      onChange={(event) => void navigate({ search: { phase: Number(event.currentTarget.value) }, replace: true })}
    />
  )
}
