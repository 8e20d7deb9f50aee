import { Button, Stack, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type ReactElement, useRef, useState } from 'react'
import { api } from '../../../api.ts'
import { UnsavedGuard } from '../../../forms/unsaved-guard.tsx'
import { notifyDone } from '../../../shell/notify.ts'
import { Panel } from '../../../shell/panel.tsx'
import { useFormSubmit } from '../../../shell/use-form-submit.ts'
import { tradingKey } from '../../queries.ts'
import { playbookKey } from '../queries.ts'
import { SaveProblem } from '../stale-notice.tsx'
import type { Playbook } from '../types.ts'
import { faultsOf, inputOf, type PlaybookValues, playbookValues } from './playbook-values.ts'
import { RuleBuilder } from './rule-builder.tsx'

interface PlaybookFormProps {
  readonly playbook: Playbook | null
  readonly onBegin?: (theirs: Playbook) => void
}

const none: PlaybookValues = { name: '', description: '', rules: [] }

/** Other rules make a new version, which holds for trades opened from then on. */
export function PlaybookForm({ playbook, onBegin }: PlaybookFormProps): ReactElement {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const [idempotencyKey] = useState(() => crypto.randomUUID())
  const onTopOf = useRef(playbook?.version ?? 0)
  const form = useForm<PlaybookValues>({
    mode: 'controlled',
    initialValues: playbook === null ? none : playbookValues(playbook),
    validate: faultsOf,
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: (values) => {
      const body = inputOf(values)
      if (playbook === null) return api.trading.createPlaybook({ body, idempotencyKey })
      const { id, status } = playbook
      return api.trading.savePlaybook({ path: { id }, body: { ...body, status, version: onTopOf.current } })
    },
    done: async ({ id, number }) => {
      notifyDone(playbook === null ? 'The playbook is made.' : `Saved; version ${number} holds now.`)
      await queryClient.invalidateQueries({ queryKey: tradingKey })
      await navigate({ to: '/trading/playbooks/$id', params: { id }, ignoreBlocker: true })
    },
  })
  return (
    <form onSubmit={submit} noValidate aria-label="Playbook">
      <UnsavedGuard isDirty={() => form.isDirty()} />
      <Stack gap="lg">
        <SaveProblem
          problem={problem}
          name={playbookKey(playbook?.id ?? '')}
          read={(signal) => api.trading.getPlaybook({ path: { id: playbook?.id ?? '' }, signal })}
          onKeepMine={({ version }) => {
            onTopOf.current = version
            submit()
          }}
          onTakeTheirs={(theirs) => onBegin?.(theirs)}
        />
        <Panel title="The setup">
          <Stack gap="md">
            <TextInput label="Name" maxLength={80} {...form.getInputProps('name')} />
            <Textarea
              label="Description"
              description="When you take it, when you leave it, what it looks like"
              rows={5}
              maxLength={10_000}
              {...form.getInputProps('description')}
            />
          </Stack>
        </Panel>
        <Panel title="Rules">
          <RuleBuilder form={form} />
        </Panel>
        <Button type="submit" loading={pending} style={{ alignSelf: 'flex-start' }}>
          Save the playbook
        </Button>
      </Stack>
    </form>
  )
}
