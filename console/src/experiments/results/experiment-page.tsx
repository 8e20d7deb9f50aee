import { Alert, Group, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { Page } from '../../shell/page.tsx'
import { Panel } from '../../shell/panel.tsx'
import { QueryView } from '../../shell/query-view.tsx'
import { Row, Rows } from '../../shell/rows.tsx'
import { StateBadge } from '../../shell/state-badge.tsx'
import { TextLink } from '../../shell/text-link.tsx'
import { When } from '../../shell/when.tsx'
import { daysInWords, daysRunning, sampleInWords, shareInWords } from '../figures.ts'
import { experimentQuery } from '../queries.ts'
import type { Experiment } from '../types.ts'
import { stateWords } from '../words.ts'
import { ResultsView } from './results-view.tsx'
import { SetUpPanel } from './set-up-panel.tsx'
import { Steps } from './steps.tsx'

const route = getRouteApi('/experiment-readers/experiments/$key')

/** One experiment: how it stands, what was measured, and how it was set up. */
export function ExperimentPage(): ReactElement {
  const { key } = route.useParams()
  const query = useQuery(experimentQuery(key))
  return (
    <Page
      title={query.data?.title ?? 'Experiment'}
      eyebrow={<TextLink to="/experiments">Experiments</TextLink>}
      {...(query.data === undefined || query.data.hypothesis === '' ? {} : { lead: query.data.hypothesis })}
    >
      <QueryView query={query}>
        {(experiment) => (
          <Stack gap="lg">
            <Standing experiment={experiment} />
            <Steps experiment={experiment} />
            {experiment.conclusion !== null && (
              <Alert
                variant="outline"
                title={experiment.winner === null ? 'No variant won' : `${experiment.winner} won`}
              >
                {experiment.conclusion}
              </Alert>
            )}
            {experiment.phases.length > 0 && <ResultsView experiment={experiment} />}
            <SetUpPanel experiment={experiment} />
            {experiment.phases.length > 0 && <Phases experiment={experiment} />}
          </Stack>
        )}
      </QueryView>
    </Page>
  )
}

function Standing({ experiment }: { experiment: Experiment }): ReactElement {
  const { state, flag, environment, phases, standing, plannedUnits } = experiment
  return (
    <Group gap="md">
      <StateBadge tone={stateWords[state].tone}>{stateWords[state].label}</StateBadge>
      <span>{`${flag} in ${environment}`}</span>
      {phases.length > 0 && <span>{daysInWords(daysRunning(phases, Date.now()))}</span>}
      {standing !== null && <span>{sampleInWords(standing.units, plannedUnits)}</span>}
    </Group>
  )
}

function Phases({ experiment }: { experiment: Experiment }): ReactElement {
  return (
    <Panel title="Phases">
      <Rows label="Phases">
        {experiment.phases.map(({ number, variants, startedAt, endedAt, reason }) => (
          <Row
            key={number}
            title={`Phase ${number}`}
            detail={
              <>
                <When at={startedAt} />
                {endedAt !== null && (
                  <>
                    {' until '}
                    <When at={endedAt} />
                  </>
                )}
                {reason !== null && <div>{reason}</div>}
              </>
            }
            aside={variants.map(({ key, share }) => `${key} ${shareInWords(share, 0)}`).join(', ')}
          />
        ))}
      </Rows>
    </Panel>
  )
}
