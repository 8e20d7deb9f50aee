import { Button, Group, NativeSelect, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type ReactElement, useState } from 'react'
import { api } from '../api.ts'
import { UnsavedGuard } from '../forms/unsaved-guard.tsx'
import { notifyDone } from '../shell/notify.ts'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { useFormSubmit } from '../shell/use-form-submit.ts'
import styles from './policy.module.css'
import { NumberField, type PolicyFormState } from './policy-field.tsx'
import { PolicyHosts } from './policy-hosts.tsx'
import { PolicyRefunds } from './policy-refunds.tsx'
import { type PolicyValues, policyInput, policyPlace, policyRules, policyValues } from './policy-values.ts'
import { policiesKey } from './queries.ts'
import type { BookingPolicy } from './types.ts'

/** All of a policy. What is booked already keeps the terms it was booked under. */
export function PolicyForm({ policy }: { policy: BookingPolicy | null }): ReactElement {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const [version, setVersion] = useState(policy?.version ?? 0)
  // The same key for the same attempt: a repeated click or a lost answer makes one policy.
  const [idempotencyKey] = useState(() => crypto.randomUUID())
  const form = useForm<PolicyValues>({
    mode: 'controlled',
    initialValues: policyValues(policy),
    validate: policyRules,
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    placeOf: policyPlace,
    send: (values) =>
      policy === null
        ? api.agency.createPolicy({ body: policyInput(values), idempotencyKey })
        : api.agency.savePolicy({
            path: { id: policy.id },
            body: { ...policyInput(values), version },
          }),
    done: async ({ id, version: saved }, values) => {
      form.resetDirty(values)
      setVersion(saved)
      notifyDone('The policy is saved.')
      await queryClient.invalidateQueries({ queryKey: policiesKey })
      if (policy === null) await navigate({ to: '/agency/policies/$id', params: { id }, ignoreBlocker: true })
    },
  })
  return (
    <form onSubmit={submit} noValidate aria-label="Policy">
      <UnsavedGuard isDirty={() => form.isDirty()} />
      <Stack gap="lg">
        <ProblemNotice error={problem} />
        <Panel title="How it is booked">
          <Booked form={form} />
        </Panel>
        <Panel title="When it can be booked">
          <Times form={form} />
        </Panel>
        <Panel title="Cancelling">
          <PolicyRefunds form={form} />
        </Panel>
        <Panel title="Hosts">
          <PolicyHosts form={form} />
        </Panel>
        <Button type="submit" loading={pending} style={{ alignSelf: 'flex-start' }}>
          Save the policy
        </Button>
      </Stack>
    </form>
  )
}

function Booked({ form }: { form: PolicyFormState }): ReactElement {
  return (
    <Stack gap="md">
      <TextInput label="Name" maxLength={120} {...form.getInputProps('name')} />
      <div className={styles.pairs}>
        <NativeSelect
          label="Who meets the client"
          data={[
            { value: 'round_robin', label: 'Any of the hosts, in turn' },
            { value: 'collective', label: 'All of them together' },
          ]}
          {...form.getInputProps('scheduling')}
        />
        <NativeSelect
          label="A booking"
          data={[
            { value: 'auto', label: 'stands at once' },
            { value: 'manual', label: 'waits for the word of the host' },
          ]}
          {...form.getInputProps('confirm')}
        />
        <NumberField form={form} name="seats" label="Seats of one time" />
        <NumberField form={form} name="noShowGraceMinutes" label="Minutes waited for who does not come" />
      </div>
    </Stack>
  )
}

function Times({ form }: { form: PolicyFormState }): ReactElement {
  const { advanceKind } = form.values
  return (
    <Stack gap="md">
      <div className={styles.pairs}>
        <NumberField form={form} name="slotIntervalMinutes" label="A time every so many minutes" />
        <NumberField form={form} name="minNoticeMinutes" label="Minutes of notice at least" />
        <NumberField form={form} name="bufferBeforeMinutes" label="Minutes kept free before" />
        <NumberField form={form} name="bufferAfterMinutes" label="Minutes kept free after" />
        <NumberField form={form} name="dailyLimit" label="Most on a day (empty: no limit)" />
        <NumberField form={form} name="weeklyLimit" label="Most in a week (empty: no limit)" />
        <NativeSelect
          label="How far ahead"
          data={[
            { value: 'rolling', label: 'Some days from now' },
            { value: 'range', label: 'From one day to another' },
            { value: 'unlimited', label: 'Without a limit' },
          ]}
          {...form.getInputProps('advanceKind')}
        />
        {advanceKind === 'rolling' && <NumberField form={form} name="advanceDays" label="Days ahead" />}
      </div>
      {advanceKind === 'range' && (
        <Group grow align="flex-start">
          <TextInput type="date" label="First day" {...form.getInputProps('advanceFrom')} />
          <TextInput type="date" label="Last day" {...form.getInputProps('advanceTo')} />
        </Group>
      )}
    </Stack>
  )
}
