import { Autocomplete, Button, NativeSelect, Stack, TextInput } from '@mantine/core'
import '@mantine/core/styles/ScrollArea.layer.css'
import '@mantine/core/styles/Combobox.layer.css'
import { type UseFormReturnType, useForm } from '@mantine/form'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type ReactElement, useState } from 'react'
import { api } from '../../../api.ts'
import { UnsavedGuard } from '../../../forms/unsaved-guard.tsx'
import { currencies } from '../../../shell/money.ts'
import { notifyDone } from '../../../shell/notify.ts'
import { Panel } from '../../../shell/panel.tsx'
import { ProblemNotice } from '../../../shell/problem-notice.tsx'
import { useFormSubmit } from '../../../shell/use-form-submit.ts'
import { allZones } from '../../../shell/zoned.ts'
import { tradingKey, tradingQueries } from '../../queries.ts'
import type { TradingAccount } from '../../types.ts'
import { feeQueries } from '../fees/queries.ts'
import { type AccountValues, accountInput, accountPlace, accountRules, accountValues } from './account-values.ts'
import styles from './accounts.module.css'
import { choicesOf, kindWords, methodWords, modeWords } from './words.ts'

type AccountFormState = UseFormReturnType<AccountValues>

/** All that an account is told. Once something happened in it, its currency and its way of keeping positions hold for good. */
export function AccountForm({ account }: { account: TradingAccount | null }): ReactElement {
  const { form, submit, pending, problem } = useAccountForm(account)
  return (
    <form onSubmit={submit} noValidate aria-label="Account">
      <UnsavedGuard isDirty={() => form.isDirty()} />
      <Stack gap="lg">
        <ProblemNotice error={problem} />
        <Panel title="What it is">
          <Identity form={form} />
        </Panel>
        <Panel title="Days">
          <Days form={form} />
        </Panel>
        <Panel title="Lots and positions">
          <Matching form={form} isNew={account === null} />
        </Panel>
        <Panel title="Fees that nobody tells">
          <Fees form={form} />
        </Panel>
        <Button type="submit" loading={pending} style={{ alignSelf: 'flex-start' }}>
          {account === null ? 'Make the account' : 'Save the account'}
        </Button>
      </Stack>
    </form>
  )
}

function useAccountForm(account: TradingAccount | null) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const [idempotencyKey] = useState(() => crypto.randomUUID())
  const form = useForm<AccountValues>({
    mode: 'controlled',
    initialValues: accountValues(account),
    validate: accountRules,
  })
  const sent = useFormSubmit({
    form,
    placeOf: accountPlace,
    send: (values) =>
      account === null
        ? api.trading.createAccount({ body: accountInput(values), idempotencyKey })
        : api.trading.changeAccount({
            path: { id: account.id },
            body: { ...accountInput(values), version: account.version },
          }),
    done: async (saved, values) => {
      const { id, pending } = saved
      form.resetDirty(values)
      notifyDone(pending === null ? 'The account is saved.' : 'The account is saved; its figures are counted anew.')
      await client.invalidateQueries({ queryKey: tradingKey })
      // As it was answered: its page has to see what was pending to know when it is done.
      client.setQueryData(tradingQueries.account(id).queryKey, saved)
      await navigate({ to: '/trading/accounts/$id', params: { id }, ignoreBlocker: true })
    },
  })
  return { form, ...sent }
}

function Identity({ form }: { form: AccountFormState }): ReactElement {
  return (
    <div className={styles.pairs}>
      <TextInput label="Name" maxLength={80} {...form.getInputProps('name')} />
      <TextInput label="Broker" maxLength={80} {...form.getInputProps('broker')} />
      <NativeSelect label="Kind" data={choicesOf(kindWords)} {...form.getInputProps('kind')} />
      <Autocomplete
        label="Currency"
        maxLength={5}
        data={[...currencies]}
        comboboxProps={{ withinPortal: false }}
        {...form.getInputProps('currency')}
      />
      <TextInput
        label="Opening balance"
        description="Before the first fill"
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        inputMode="decimal"
        autoComplete="off"
        {...form.getInputProps('openingBalance')}
      />
      <TextInput
        type="date"
        label="Opened on"
        description="Today when left empty"
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        {...form.getInputProps('openedOn')}
      />
    </div>
  )
}

function Days({ form }: { form: AccountFormState }): ReactElement {
  const zones = (chosen: string): string[] => [...new Set([chosen, ...allZones()])]
  return (
    <Stack gap="md">
      <p>Weekdays and hours are told in the zone of the account. A trading day ends at its cut-off.</p>
      <div className={styles.pairs}>
        <NativeSelect label="Time zone" data={zones(form.values.timeZone)} {...form.getInputProps('timeZone')} />
        <TextInput
          type="time"
          label="The trading day ends at"
          description="00:00 is midnight; futures of the CME 17:00"
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          {...form.getInputProps('cutoffTime')}
        />
        <NativeSelect
          label="by the clock of"
          data={zones(form.values.cutoffZone)}
          {...form.getInputProps('cutoffZone')}
        />
      </div>
    </Stack>
  )
}

function Matching({ form, isNew }: { form: AccountFormState; isNew: boolean }): ReactElement {
  return (
    <Stack gap="md">
      {!isNew && (
        <p>Another way to match lots counts all trades anew; both results are then shown on the page of the account.</p>
      )}
      <div className={styles.pairs}>
        <NativeSelect label="Lots are closed" data={choicesOf(methodWords)} {...form.getInputProps('matchingMethod')} />
        <NativeSelect label="Positions" data={choicesOf(modeWords)} {...form.getInputProps('positionMode')} />
      </div>
    </Stack>
  )
}

function Fees({ form }: { form: AccountFormState }): ReactElement {
  const schedules = useQuery(feeQueries.all()).data ?? []
  const choices = schedules.map(({ id, name, currency }) => ({ value: id, label: `${name}, ${currency}` }))
  return (
    <Stack gap="md">
      <p>
        A schedule estimates the fee of a fill of which neither the broker’s file nor you tell one. Fills that are there
        stay as they are; the page of the account shows what would change.
      </p>
      <div className={styles.pairs}>
        <NativeSelect
          label="Fee schedule"
          data={[{ value: '', label: 'None' }, ...choices]}
          {...form.getInputProps('feeScheduleId')}
        />
      </div>
    </Stack>
  )
}
