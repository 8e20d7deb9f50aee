import { Alert } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../../api.ts'
import { notifyDone } from '../../shell/notify.ts'
import { Page } from '../../shell/page.tsx'
import { ProblemNotice } from '../../shell/problem-notice.tsx'
import { TextLink } from '../../shell/text-link.tsx'
import { useFormSubmit } from '../../shell/use-form-submit.ts'
import { useGate } from '../gate.ts'
import { experimentsKey } from '../queries.ts'
import { ExperimentForm } from './experiment-form.tsx'
import { blankExperiment, bodyOf, fieldOf } from './experiment-values.ts'
import { useExperimentForm } from './use-experiment-form.ts'

export function NewExperimentPage(): ReactElement {
  const closed = useGate()
  return (
    <Page
      title="New experiment"
      eyebrow={<TextLink to="/experiments">Experiments</TextLink>}
      lead="A draft: nobody is counted before you start it."
      width="reading"
    >
      {closed === undefined ? <NewExperiment /> : <Alert title={closed} />}
    </Page>
  )
}

function NewExperiment(): ReactElement {
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const form = useExperimentForm(blankExperiment)
  const { submit, pending, problem } = useFormSubmit({
    form,
    placeOf: fieldOf,
    send: (values) => api.experiments.create({ body: { key: values.key, ...bodyOf(values) } }),
    done: async ({ key }, values) => {
      form.resetDirty(values)
      notifyDone('The experiment is drafted.')
      await navigate({ to: '/experiments/$key', params: { key }, ignoreBlocker: true })
      await queryClient.invalidateQueries({ queryKey: experimentsKey })
    },
  })
  return (
    <ExperimentForm
      form={form}
      submit={submit}
      pending={pending}
      notice={<ProblemNotice error={problem} />}
      save="Draft the experiment"
      isNew
      isOpen
    />
  )
}
