import { Alert, Stack } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { type ReactElement, useRef, useState } from 'react'
import { api } from '../../api.ts'
import { isConflict } from '../../changed-since.ts'
import { ConflictNotice, ofAnother } from '../../forms/conflict-notice.tsx'
import { notifyDone } from '../../shell/notify.ts'
import { Page } from '../../shell/page.tsx'
import { LoadingRows } from '../../shell/paged-list.tsx'
import { ProblemNotice } from '../../shell/problem-notice.tsx'
import { QueryView } from '../../shell/query-view.tsx'
import { TextLink } from '../../shell/text-link.tsx'
import { useFormSubmit } from '../../shell/use-form-submit.ts'
import { useGate } from '../gate.ts'
import { experimentQuery, experimentsKey } from '../queries.ts'
import type { Experiment } from '../types.ts'
import { stateWords } from '../words.ts'
import { ExperimentForm } from './experiment-form.tsx'
import { bodyOf, changedParts, fieldOf, valuesOf, wordsOf } from './experiment-values.ts'
import { useExperimentForm } from './use-experiment-form.ts'

const route = getRouteApi('/experiment-readers/experiments/$key/edit')

export function EditExperimentPage(): ReactElement {
  const { key } = route.useParams()
  const closed = useGate()
  const query = useQuery(experimentQuery(key))
  const [begun, begin] = useState<{ readonly experiment: Experiment; readonly round: number } | null>(null)
  return (
    <Page
      title={`Change: ${query.data?.title ?? 'experiment'}`}
      eyebrow={
        <TextLink to="/experiments/$key" params={{ key }}>
          {query.data?.title ?? 'Experiment'}
        </TextLink>
      }
      width="reading"
    >
      <QueryView query={query}>
        {(read) => {
          if (closed !== undefined) return <Alert title={closed} />
          if (!query.isFetchedAfterMount) return <LoadingRows />
          return (
            <EditExperiment
              key={begun?.round ?? 0}
              first={begun?.experiment ?? read}
              onBeginWith={(experiment) => begin({ experiment, round: (begun?.round ?? 0) + 1 })}
            />
          )
        }}
      </QueryView>
    </Page>
  )
}

interface EditExperimentProps {
  readonly first: Experiment
  /** Starts over with what somebody else has saved. */
  readonly onBeginWith: (experiment: Experiment) => void
}

function EditExperiment({ first: read, onBeginWith }: EditExperimentProps): ReactElement {
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const [first] = useState(read)
  const onTopOf = useRef(first.version)
  const form = useExperimentForm(valuesOf(first))
  const path = { key: first.key }
  const isOpen = first.state === 'draft' || first.state === 'stopped'
  const { submit, pending, problem } = useFormSubmit({
    form,
    placeOf: fieldOf,
    send: (values) =>
      api.experiments.change({
        path,
        body: { version: onTopOf.current, ...(isOpen ? bodyOf(values) : wordsOf(values)) },
      }),
    done: async (_, values) => {
      form.resetDirty(values)
      notifyDone('Saved.')
      await navigate({ to: '/experiments/$key', params: path, ignoreBlocker: true })
      await queryClient.invalidateQueries({ queryKey: experimentsKey })
    },
  })
  const notice = isConflict(problem) ? (
    <ConflictNotice
      place={[...experimentsKey, 'conflict', first.key, first.version]}
      read={(signal) => api.experiments.get({ path, signal })}
      words={ofAnother('Save mine on top of it')}
      onKeepMine={({ version }) => {
        onTopOf.current = version
        submit()
      }}
      onTakeTheirs={onBeginWith}
    >
      {(saved) => <p>{changedParts(first, saved).join(', ')}</p>}
    </ConflictNotice>
  ) : (
    <ProblemNotice error={problem} />
  )
  return (
    <Stack gap="lg">
      {!isOpen && (
        <Alert
          title={`While it is ${stateWords[first.state].label.toLowerCase()}, only its title and hypothesis change`}
        />
      )}
      <ExperimentForm
        {...{ form, submit, pending, notice, isOpen }}
        save="Save"
        isNew={false}
        experimentKey={first.key}
      />
    </Stack>
  )
}
