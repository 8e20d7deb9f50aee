import { Button, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type ReactElement, useState } from 'react'
import { api } from '../../../api.ts'
import { Dialog } from '../../../shell/dialog.tsx'
import { notifyDone, notifyProblem } from '../../../shell/notify.ts'
import { Panel } from '../../../shell/panel.tsx'
import { ProblemNotice } from '../../../shell/problem-notice.tsx'
import { useFormSubmit } from '../../../shell/use-form-submit.ts'
import { tradingKey } from '../../queries.ts'
import type { TradingAccount } from '../../types.ts'

/** Out of use for now, or gone for good. */
export function EndPanel({ account }: { account: TradingAccount }): ReactElement {
  const { id, archivedAt } = account
  const client = useQueryClient()
  const [isDeleting, setDeleting] = useState(false)
  const archive = useMutation({
    mutationFn: () =>
      archivedAt === null ? api.trading.archiveAccount({ path: { id } }) : api.trading.restoreAccount({ path: { id } }),
    onSuccess: async () => {
      notifyDone(archivedAt === null ? 'The account is archived.' : 'The account is in use again.')
      await client.invalidateQueries({ queryKey: tradingKey })
    },
    onError: notifyProblem,
  })
  return (
    <Panel title="Out of use">
      <Stack gap="md" align="flex-start">
        <p>
          {archivedAt === null
            ? 'Archived, nothing in the account changes any more; its figures stay, and it can be brought back.'
            : 'It is archived: nothing in it changes. Its figures stay.'}
        </p>
        <Button variant="default" loading={archive.isPending} onClick={() => archive.mutate()}>
          {archivedAt === null ? 'Archive the account' : 'Bring it back'}
        </Button>
        <p>Deleted, its fills, cash, trades and imports are gone for good, with what was noted of them.</p>
        <Button variant="outline" color="red" onClick={() => setDeleting(true)}>
          Delete the account
        </Button>
      </Stack>
      {isDeleting && <DeleteDialog account={account} onClose={() => setDeleting(false)} />}
    </Panel>
  )
}

function DeleteDialog({ account, onClose }: { account: TradingAccount; onClose: () => void }): ReactElement {
  const { id, name } = account
  const client = useQueryClient()
  const navigate = useNavigate()
  const form = useForm({
    mode: 'controlled',
    initialValues: { name: '' },
    validate: { name: (typed) => (typed === name ? null : 'This is not the name of the account') },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: (values) => api.trading.deleteAccount({ path: { id }, body: values }),
    done: async () => {
      notifyDone('The account is deleted.')
      await navigate({ to: '/trading/accounts' })
      await client.invalidateQueries({ queryKey: tradingKey })
    },
  })
  return (
    <Dialog title={`Delete ${name}?`} onClose={onClose}>
      <form onSubmit={submit} noValidate aria-label="Delete the account">
        <Stack>
          <p>
            Every fill, cash movement, trade and import of it goes, and cannot be brought back. Export it first if you
            may need it.
          </p>
          <ProblemNotice error={problem} />
          <TextInput
            label="Its name, to say that it is meant"
            description={name}
            autoComplete="off"
            {...form.getInputProps('name')}
          />
          <Button type="submit" color="red" loading={pending} style={{ alignSelf: 'flex-start' }}>
            Delete it for good
          </Button>
        </Stack>
      </form>
    </Dialog>
  )
}
