import { Button, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api } from '../../api.ts'
import { notifyDone, notifyProblem } from '../../shell/notify.ts'
import { Panel } from '../../shell/panel.tsx'
import { ProblemNotice } from '../../shell/problem-notice.tsx'
import { QueryView } from '../../shell/query-view.tsx'
import { useFormSubmit } from '../../shell/use-form-submit.ts'
import styles from './oversight.module.css'
import { quietHoursQuery } from './queries.ts'
import type { QuietHours } from './types.ts'

/** When letters of alerts wait. */
export function QuietHoursPanel(): ReactElement {
  const hours = useQuery(quietHoursQuery)
  return (
    <Panel title="Quiet hours">
      <p className={styles.lead}>
        Letters of alerts wait until these hours are over. A breach of a risk profile is mailed at once.
      </p>
      <QueryView query={hours}>{(known) => <QuietHoursForm key={JSON.stringify(known)} hours={known} />}</QueryView>
    </Panel>
  )
}

function QuietHoursForm({ hours }: { hours: QuietHours }): ReactElement {
  const queryClient = useQueryClient()
  const saved = (message: string) => async () => {
    notifyDone(message)
    await queryClient.invalidateQueries({ queryKey: quietHoursQuery.queryKey })
  }
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone
  const form = useForm({
    mode: 'controlled',
    initialValues: hours ?? { from: '22:00', to: '07:00', timeZone: here },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    placeOf: (path) => path.replace(/^hours\./, ''),
    send: (values) => api.trading.saveQuietHours({ body: { hours: values } }),
    done: saved('The quiet hours are saved.'),
  })
  const end = useMutation({
    mutationFn: () => api.trading.saveQuietHours({ body: { hours: null } }),
    onSuccess: saved('Letters come at any hour.'),
    onError: notifyProblem,
  })
  return (
    <form onSubmit={submit} noValidate aria-label="Quiet hours">
      <ProblemNotice error={problem} />
      <div className={styles.pairs}>
        <TextInput type="time" label="From" {...form.getInputProps('from')} />
        <TextInput type="time" label="Until" {...form.getInputProps('to')} />
        <TextInput label="Time zone" {...form.getInputProps('timeZone')} />
      </div>
      <div className={styles.actions} style={{ marginTop: '1rem' }}>
        <Button type="submit" variant="default" loading={pending}>
          {hours === null ? 'Keep these hours quiet' : 'Save the hours'}
        </Button>
        {hours !== null && (
          <Button variant="subtle" loading={end.isPending} onClick={() => end.mutate()}>
            No quiet hours
          </Button>
        )}
      </div>
    </form>
  )
}
