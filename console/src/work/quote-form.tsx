import { Button, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core'
import { type UseFormReturnType, useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { UnsavedGuard } from '../forms/unsaved-guard.tsx'
import { ZonedTimeInput } from '../forms/zoned-time-field.tsx'
import { currencies } from '../shell/money.ts'
import { notifyDone } from '../shell/notify.ts'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { useFormSubmit } from '../shell/use-form-submit.ts'
import { quotesKey } from './queries.ts'
import styles from './quote.module.css'
import { newLine, type QuoteValues, quoteInput, quotePlace, quoteRules } from './quote-values.ts'
import type { Quote } from './types.ts'

interface QuoteFormProps {
  readonly initial: QuoteValues
  readonly send: (input: ReturnType<typeof quoteInput>) => Promise<Quote>
  readonly done: (quote: Quote) => unknown
}

/** A draft. What it comes to is what the server computes once it is saved. */
export function QuoteForm({ initial, send, done }: QuoteFormProps): ReactElement {
  const queryClient = useQueryClient()
  const form = useForm<QuoteValues>({ mode: 'controlled', initialValues: initial, validate: quoteRules })
  const { submit, pending, problem } = useFormSubmit({
    form,
    placeOf: quotePlace,
    send: (values) => send(quoteInput(values)),
    done: async (quote, values) => {
      form.resetDirty(values)
      notifyDone('The draft is saved.')
      await done(quote)
      await queryClient.invalidateQueries({ queryKey: quotesKey })
    },
  })
  return (
    <form onSubmit={submit} noValidate aria-label="Quote">
      <UnsavedGuard isDirty={() => form.isDirty()} />
      <Stack gap="lg">
        <ProblemNotice error={problem} />
        <Panel title="Draft">
          <Stack gap="md">
            <TextInput label="Title" maxLength={160} {...form.getInputProps('title')} />
            <QuoteLines form={form} />
            <Rest form={form} />
          </Stack>
        </Panel>
        <Button type="submit" loading={pending} style={{ alignSelf: 'flex-start' }}>
          Save the draft
        </Button>
      </Stack>
    </form>
  )
}

interface PartProps {
  readonly form: UseFormReturnType<QuoteValues>
}

function QuoteLines({ form }: PartProps): ReactElement {
  const { lines, currency } = form.values
  return (
    <Stack gap="md">
      {lines.map((_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows hold no state of their own and are changed in place
        <fieldset className={styles.line} key={at} aria-label={`Line ${at + 1}`}>
          <TextInput
            className={styles.description ?? ''}
            label="What for"
            maxLength={500}
            {...form.getInputProps(`lines.${at}.description`)}
          />
          <TextInput label="Quantity" inputMode="decimal" {...form.getInputProps(`lines.${at}.qty`)} />
          <TextInput
            label={`Price of one (${currency})`}
            inputMode="decimal"
            {...form.getInputProps(`lines.${at}.unit`)}
          />
          <TextInput label="Tax, percent" inputMode="decimal" {...form.getInputProps(`lines.${at}.taxPercent`)} />
          {lines.length > 1 && (
            <Button
              variant="default"
              aria-label={`Remove line ${at + 1}`}
              onClick={() => form.removeListItem('lines', at)}
            >
              Remove
            </Button>
          )}
        </fieldset>
      ))}
      <Button
        variant="default"
        style={{ alignSelf: 'flex-start' }}
        onClick={() => form.insertListItem('lines', newLine)}
      >
        Add a line
      </Button>
    </Stack>
  )
}

function Rest({ form }: PartProps): ReactElement {
  const { validUntil } = form.errors
  return (
    <>
      <div className={styles.pairs}>
        <NativeSelect label="Currency" data={[...currencies]} {...form.getInputProps('currency')} />
        <TextInput label="Discount (optional)" inputMode="decimal" {...form.getInputProps('discount')} />
        <NativeSelect
          label="Tax is rounded"
          data={[
            { value: 'document', label: 'once for all lines' },
            { value: 'line', label: 'on each line' },
          ]}
          {...form.getInputProps('taxRounding')}
        />
      </div>
      <ZonedTimeInput
        label="Holds until"
        path="validUntil"
        value={form.values.validUntil}
        error={typeof validUntil === 'string' ? validUntil : undefined}
        onChange={(instant) => form.setFieldValue('validUntil', instant)}
      />
      <Textarea
        label="Terms"
        description="The client accepts exactly these words."
        rows={4}
        maxLength={20_000}
        {...form.getInputProps('terms')}
      />
    </>
  )
}
