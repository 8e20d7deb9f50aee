import { Button, Checkbox, NativeSelect, Stack, TextInput } from '@mantine/core'
import '@mantine/core/styles/InlineInput.layer.css'
import '@mantine/core/styles/Checkbox.layer.css'
import { type UseFormReturnType, useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type ReactElement, useState } from 'react'
import { api } from '../../api.ts'
import { UnsavedGuard } from '../../forms/unsaved-guard.tsx'
import { notifyDone } from '../../shell/notify.ts'
import { Panel } from '../../shell/panel.tsx'
import { ProblemNotice } from '../../shell/problem-notice.tsx'
import { useFormSubmit } from '../../shell/use-form-submit.ts'
import { AccountChoice, useOneAccount } from '../account-choice.tsx'
import styles from './oversight.module.css'
import {
  type ProfileValues,
  profileInput,
  profilePlace,
  profileRules,
  profileValues,
  ruleValues,
} from './profile-values.ts'
import { riskKey } from './queries.ts'
import { TemplateChoice } from './template-choice.tsx'
import type { RiskProfile } from './types.ts'
import { drawdownWords } from './words.ts'

type Form = UseFormReturnType<ProfileValues>

/** All limits of a profile. The account stays the one it was made for. */
export function ProfileForm({ profile }: { profile: RiskProfile | null }): ReactElement {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const [chosen, choose] = useState<string>()
  const accountId = useOneAccount(chosen)
  const [version, setVersion] = useState(profile?.version ?? 0)
  // The same key for the same attempt: a repeated click or a lost answer makes one profile.
  const [idempotencyKey] = useState(() => crypto.randomUUID())
  const form: Form = useForm<ProfileValues>({
    mode: 'controlled',
    initialValues: profileValues(profile),
    validate: profileRules,
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    placeOf: profilePlace,
    send: (values) =>
      profile === null
        ? api.trading.createRiskProfile({
            body: { accountId: accountId ?? '', ...profileInput(values) },
            idempotencyKey,
          })
        : api.trading.saveRiskProfile({ path: { id: profile.id }, body: { ...profileInput(values), version } }),
    done: async ({ id, version: saved }, values) => {
      form.resetDirty(values)
      setVersion(saved)
      notifyDone('The profile is saved, and the account is judged by it.')
      await queryClient.invalidateQueries({ queryKey: riskKey })
      if (profile === null) await navigate({ to: '/trading/risk/$id', params: { id }, ignoreBlocker: true })
    },
  })
  return (
    <form onSubmit={submit} noValidate aria-label="Risk profile">
      <UnsavedGuard isDirty={() => form.isDirty()} />
      <Stack gap="lg">
        <ProblemNotice error={problem} />
        <Panel title={profile === null ? 'The account' : 'The profile'}>
          <div className={styles.pairs}>
            {profile === null && <AccountChoice value={accountId} onChange={choose} />}
            <TextInput label="Name" maxLength={80} {...form.getInputProps('name')} />
            <TextInput type="date" label="First trading day" {...form.getInputProps('startsOn')} />
            <Amount
              form={form}
              name="startBalance"
              label="Balance at the start"
              description="Empty: the ledger’s own"
            />
          </div>
          {profile === null && (
            <TemplateChoice
              balance={form.values.startBalance}
              onChoose={(template) => form.setValues(ruleValues(template))}
            />
          )}
        </Panel>
        <Panel title="Limits">
          <Limits form={form} />
        </Panel>
        <Panel title="Conditions">
          <Conditions form={form} />
        </Panel>
        <Button type="submit" loading={pending} style={{ alignSelf: 'flex-start' }}>
          Save the profile
        </Button>
      </Stack>
    </form>
  )
}

function Conditions({ form }: { form: Form }): ReactElement {
  return (
    <div className={styles.pairs}>
      <Amount form={form} name="profitTarget" label="Profit to reach" />
      <Amount form={form} name="daysMin" label="Trading days at least" />
      <Amount
        form={form}
        name="bestDayPercent"
        label="Best day at most, percent of all profit"
        description="Later profit can mend it"
      />
    </div>
  )
}

function Limits({ form }: { form: Form }): ReactElement {
  const { drawdownKind } = form.values
  return (
    <Stack gap="md">
      <div className={styles.pairs}>
        <Amount
          form={form}
          name="dailyLoss"
          label="Loss of a trading day, at most"
          description="Empty: no such limit"
        />
        <NativeSelect
          label="Drawdown"
          data={[
            { value: 'none', label: 'No such limit' },
            ...Object.entries(drawdownWords).map(([value, label]) => ({ value, label })),
          ]}
          {...form.getInputProps('drawdownKind')}
        />
        {drawdownKind !== 'none' && <Amount form={form} name="drawdownAmount" label="How far equity may fall" />}
        {drawdownKind !== 'none' && drawdownKind !== 'static' && (
          <Amount
            form={form}
            name="drawdownLockAt"
            label="The floor stops above the start by"
            description="Empty: it never stops; 0: at the start itself"
          />
        )}
        <Amount form={form} name="warnAtPercent" label="Warn when so many percent of a limit are used" />
      </div>
      <Checkbox
        label="Open positions count too"
        description="At the closes of the price bars there are; what happened within a bar is not seen"
        {...form.getInputProps('usesMarks', { type: 'checkbox' })}
      />
    </Stack>
  )
}

interface AmountProps {
  readonly form: Form
  readonly name: Exclude<keyof ProfileValues, 'usesMarks' | 'drawdownKind'>
  readonly label: string
  readonly description?: string
}

function Amount({ form, name, label, description }: AmountProps): ReactElement {
  return (
    <TextInput
      label={label}
      description={description}
      inputMode="decimal"
      autoComplete="off"
      {...form.getInputProps(name)}
    />
  )
}
