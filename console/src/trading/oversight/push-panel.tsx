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
import { pushAddressQuery } from './queries.ts'
import type { PushAddress } from './types.ts'

/** Where alerts are pushed to. */
export function PushPanel(): ReactElement {
  const address = useQuery(pushAddressQuery)
  return (
    <Panel title="Push to a phone">
      <p className={styles.lead}>
        Alerts with the channel “push” are posted as text to this address. A UnifiedPush app or an ntfy topic gives you
        one; whoever knows it can push to it.
      </p>
      <QueryView query={address}>{(known) => <PushForm key={known.url} address={known} />}</QueryView>
    </Panel>
  )
}

function PushForm({ address }: { address: PushAddress }): ReactElement {
  const queryClient = useQueryClient()
  const saved = (message: string) => async () => {
    notifyDone(message)
    await queryClient.invalidateQueries({ queryKey: pushAddressQuery.queryKey })
  }
  const form = useForm({ mode: 'controlled', initialValues: { url: address.url ?? '' } })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: ({ url }) => api.trading.savePushAddress({ body: { url: url.trim() } }),
    done: saved('The address is saved.'),
  })
  const end = useMutation({
    mutationFn: () => api.trading.savePushAddress({ body: { url: null } }),
    onSuccess: saved('Nothing is pushed any more.'),
    onError: notifyProblem,
  })
  const attempt = useMutation({
    mutationFn: () => api.trading.tryPushAddress(),
    onSuccess: async ({ failure }) => {
      if (failure === null) notifyDone('The push service took it.')
      await queryClient.invalidateQueries({ queryKey: pushAddressQuery.queryKey })
    },
    onError: notifyProblem,
  })
  return (
    <form onSubmit={submit} noValidate aria-label="Push to a phone">
      <ProblemNotice error={problem} />
      <TextInput
        type="url"
        label="Address of the push service"
        placeholder="https://ntfy.sh/a-topic-nobody-guesses"
        maxLength={2000}
        {...form.getInputProps('url')}
      />
      {address.failure !== null && <p role="status">The last push did not arrive: {address.failure}.</p>}
      <div className={styles.actions} style={{ marginTop: '1rem' }}>
        <Button type="submit" variant="default" loading={pending} disabled={form.values.url.trim() === ''}>
          Save the address
        </Button>
        {address.url !== null && (
          <>
            <Button variant="default" loading={attempt.isPending} onClick={() => attempt.mutate()}>
              Try it
            </Button>
            <Button variant="subtle" loading={end.isPending} onClick={() => end.mutate()}>
              Push nothing
            </Button>
          </>
        )}
      </div>
    </form>
  )
}
