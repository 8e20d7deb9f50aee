import { Alert, Button, NativeSelect, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type ReactElement, useRef, useState } from 'react'
import { api, type Recurrence } from '../api.ts'
import { UnsavedGuard } from '../forms/unsaved-guard.tsx'
import { notifyDone } from '../shell/notify.ts'
import { Page } from '../shell/page.tsx'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { useFormSubmit } from '../shell/use-form-submit.ts'
import { ownZone, wallTime } from '../shell/zoned.ts'
import { below } from './below.ts'
import { DraftFields, draftPlaceOf } from './draft-fields.tsx'
import { blankDraft, draftBody, draftFaults } from './draft-values.ts'
import { isKey } from './filters.ts'
import styles from './finance.module.css'
import { useGate } from './gate.ts'
import { isAnswered } from './use-act.ts'
import { frequencies, recurrenceModes } from './words.ts'

interface Rhythm {
  readonly frequency: Recurrence['frequency']
  readonly mode: Recurrence['mode']
  readonly startsOn: string
  readonly endsOn: string
}

export function NewRecurrencePage(): ReactElement {
  const closed = useGate('invoices:manage')
  return (
    <Page
      title="New recurring invoice"
      eyebrow={<TextLink to="/finance/recurring">Recurring invoices</TextLink>}
      lead="Each time an invoice is made of what you write here. Days are those of the business."
    >
      {closed === undefined ? <NewRecurrence /> : <Alert title={closed} />}
    </Page>
  )
}

function NewRecurrence(): ReactElement {
  const [rhythm, setRhythm] = useState<Rhythm>(() => ({
    ...{ frequency: 'monthly', mode: 'draft', endsOn: '' },
    startsOn: wallTime(new Date(), ownZone()).date,
  }))
  const { form, submit, pending, problem } = useRecurrenceForm(rhythm)
  return (
    <form onSubmit={submit} noValidate aria-label="New recurring invoice">
      <UnsavedGuard isDirty={() => form.isDirty()} />
      <Stack gap="xl">
        <RhythmFields rhythm={rhythm} onChange={setRhythm} />
        <DraftFields form={form} />
        <ProblemNotice error={problem} />
        <Button type="submit" loading={pending} style={{ alignSelf: 'flex-start' }}>
          Begin it
        </Button>
      </Stack>
    </form>
  )
}

function useRecurrenceForm(rhythm: Rhythm) {
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const key = useRef<string>(crypto.randomUUID())
  const form = useForm({ initialValues: blankDraft(null), validate: draftFaults })
  const sent = useFormSubmit({
    form,
    placeOf: (path) => draftPlaceOf(path.replace(/^template\./, '')),
    async send(values) {
      const { endsOn, ...rest } = rhythm
      const body = { ...rest, endsOn: endsOn === '' ? null : endsOn, template: draftBody(values, null) }
      try {
        return await api.invoices.beginRecurrence({ body, idempotencyKey: key.current })
      } catch (error) {
        if (isAnswered(error)) key.current = crypto.randomUUID()
        throw error
      }
    },
    async done(_begun, values) {
      form.resetDirty(values)
      notifyDone('It has begun.')
      await queryClient.invalidateQueries({ queryKey: ['finance'] })
      await navigate({ to: '/finance/recurring', ignoreBlocker: true })
    },
  })
  return { form, ...sent }
}

function RhythmFields({ rhythm, onChange }: { rhythm: Rhythm; onChange: (rhythm: Rhythm) => void }): ReactElement {
  return (
    <Panel title="How often">
      <div className={styles.pair}>
        <NativeSelect
          label="Comes"
          value={rhythm.frequency}
          onChange={({ currentTarget: { value } }) => {
            if (isKey(frequencies, value)) onChange({ ...rhythm, frequency: value })
          }}
          data={Object.entries(frequencies).map(([value, label]) => ({ value, label }))}
        />
        <NativeSelect
          label="As what"
          value={rhythm.mode}
          onChange={({ currentTarget: { value } }) => {
            if (isKey(recurrenceModes, value)) onChange({ ...rhythm, mode: value })
          }}
          data={Object.entries(recurrenceModes).map(([value, label]) => ({ value, label }))}
        />
        <TextInput
          label="First on"
          type="date"
          value={rhythm.startsOn}
          onChange={(event) => onChange({ ...rhythm, startsOn: event.currentTarget.value })}
        />
        <TextInput
          label="Last on"
          description="Empty: until it is ended"
          {...below}
          type="date"
          value={rhythm.endsOn}
          onChange={(event) => onChange({ ...rhythm, endsOn: event.currentTarget.value })}
        />
      </div>
    </Panel>
  )
}
