import { Button, Checkbox, NativeSelect, Stack, TextInput } from '@mantine/core'
import '@mantine/core/styles/InlineInput.layer.css'
import '@mantine/core/styles/Checkbox.layer.css'
import { type UseFormReturnType, useForm } from '@mantine/form'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type ReactElement, useState } from 'react'
import { api } from '../../api.ts'
import { UnsavedGuard } from '../../forms/unsaved-guard.tsx'
import { notifyDone } from '../../shell/notify.ts'
import { Panel } from '../../shell/panel.tsx'
import { ProblemNotice } from '../../shell/problem-notice.tsx'
import { useFormSubmit } from '../../shell/use-form-submit.ts'
import { AccountChoice, useOneAccount } from '../account-choice.tsx'
import { tradingQueries } from '../queries.ts'
import { type AlertValues, alertInput, alertRules, alertValues, asksForPrice, asksForProfile } from './alert-values.ts'
import styles from './oversight.module.css'
import { alertsKey, instrumentsQuery, noticesKey, profilesQuery } from './queries.ts'
import type { Alert } from './types.ts'
import { channelWords, kindWords, thresholdWords } from './words.ts'

type Form = UseFormReturnType<AlertValues>

export function AlertForm({ alert }: { alert: Alert | null }): ReactElement {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const [chosen, choose] = useState(alert?.accountId)
  const usual = useOneAccount()
  const accountId = chosen ?? usual
  // The same key for the same attempt: a repeated click or a lost answer makes one alert.
  const [idempotencyKey] = useState(() => crypto.randomUUID())
  const form: Form = useForm<AlertValues>({
    mode: 'controlled',
    initialValues: alertValues(alert),
    validate: alertRules,
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    placeOf: (path) => (path === 'expiresAt' ? 'expiresOn' : path),
    send: (values) => {
      const body = { accountId: accountId ?? '', ...alertInput(values) }
      return alert === null
        ? api.trading.createAlert({ body, idempotencyKey })
        : api.trading.saveAlert({ path: { id: alert.id }, body: { ...body, version: alert.version } })
    },
    done: async (_, values) => {
      form.resetDirty(values)
      notifyDone('The alert is saved.')
      await navigate({ to: '/trading/alerts', ignoreBlocker: true })
      await queryClient.invalidateQueries({ queryKey: alertsKey })
      await queryClient.invalidateQueries({ queryKey: noticesKey })
    },
  })
  return (
    <form onSubmit={submit} noValidate aria-label="Alert">
      <UnsavedGuard isDirty={() => form.isDirty()} />
      <Stack gap="lg">
        <ProblemNotice error={problem} />
        <Panel title="What is watched">
          <div className={styles.pairs}>
            <AccountChoice value={accountId} onChange={choose} />
            <TextInput label="Name" maxLength={80} {...form.getInputProps('name')} />
            <NativeSelect
              label="Tell me of"
              data={Object.entries(kindWords).map(([value, label]) => ({ value, label }))}
              {...form.getInputProps('kind')}
            />
            <Asked form={form} accountId={accountId} />
          </div>
        </Panel>
        <Panel title="How it is told">
          <Channels form={form} />
          <TextInput
            mt="md"
            type="date"
            label="Last day"
            description="Empty: it does not expire"
            {...form.getInputProps('expiresOn')}
          />
        </Panel>
        <Button type="submit" loading={pending} style={{ alignSelf: 'flex-start' }}>
          Save the alert
        </Button>
      </Stack>
    </form>
  )
}

/** What the kind asks for beside its name. */
function Asked({ form, accountId }: { form: Form; accountId: string | undefined }): ReactElement {
  const { kind } = form.values
  const account = useQuery({ ...tradingQueries.account(accountId ?? ''), enabled: accountId !== undefined })
  const instruments = useQuery({ ...instrumentsQuery, enabled: asksForPrice(kind) })
  const profiles = useQuery({ ...profilesQuery(accountId), enabled: asksForProfile(kind) && accountId !== undefined })
  const asked = thresholdWords[kind]
  const labels = {
    money: `Amount, ${account.data?.currency ?? ''}`,
    count: 'So many',
    percent: 'Percent',
    price: 'Price',
  }
  return (
    <>
      {asksForPrice(kind) && (
        <NativeSelect
          label="Instrument"
          data={[
            { value: '', label: 'Choose' },
            ...(instruments.data ?? []).map(({ id, symbol }) => ({ value: id, label: symbol })),
          ]}
          {...form.getInputProps('instrumentId')}
        />
      )}
      {asksForProfile(kind) && (
        <NativeSelect
          label="Risk profile"
          description={profiles.data?.length === 0 ? 'This account has none yet' : undefined}
          data={[
            { value: '', label: 'Choose' },
            ...(profiles.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
          ]}
          {...form.getInputProps('profileId')}
        />
      )}
      {asked !== null && (
        <TextInput label={labels[asked]} inputMode="decimal" autoComplete="off" {...form.getInputProps('threshold')} />
      )}
      {kind === 'win-rate-below' && (
        <TextInput label="Of the last trades" inputMode="numeric" {...form.getInputProps('trades')} />
      )}
    </>
  )
}

function Channels({ form }: { form: Form }): ReactElement {
  return (
    <Checkbox.Group label="Channels" {...form.getInputProps('channels')}>
      <Stack gap="xs" mt="xs">
        {Object.entries(channelWords).map(([value, label]) => (
          <Checkbox key={value} value={value} label={label} />
        ))}
      </Stack>
    </Checkbox.Group>
  )
}
