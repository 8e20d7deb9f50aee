import { NativeSelect, Stack, Textarea, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import type { ReactElement } from 'react'
import { currencies } from '../shell/money.ts'
import { Panel } from '../shell/panel.tsx'
import { below } from './below.ts'
import { type DraftValues, totalsAsked } from './draft-values.ts'
import styles from './finance.module.css'
import { LineFields } from './line-fields.tsx'
import { TotalsPanel } from './totals-panel.tsx'
import { useTotals } from './use-totals.ts'
import { roundings } from './words.ts'

/** Everything there is to write of an invoice. */
export function DraftFields({ form }: { form: UseFormReturnType<DraftValues> }): ReactElement {
  const values = form.getValues()
  const totals = useTotals(totalsAsked(values))
  return (
    <Stack gap="xl">
      <Panel title="Recipient">
        <div className={styles.pair}>
          <TextInput label="Name" maxLength={200} autoComplete="off" {...form.getInputProps('recipient.name')} />
          <TextInput
            label="E-mail"
            description="Empty: it is not mailed"
            {...below}
            type="email"
            maxLength={254}
            autoComplete="off"
            {...form.getInputProps('recipient.email')}
          />
          <Textarea
            label="Address"
            description="A line each, at most six"
            {...below}
            autosize={false}
            rows={3}
            {...form.getInputProps('recipient.address')}
          />
          <TextInput label="Tax number" maxLength={50} {...form.getInputProps('recipient.taxNumber')} />
        </div>
      </Panel>
      <Panel>
        <LineFields form={form} currency={values.currency} totals={totals.data ?? undefined} />
      </Panel>
      <Panel title="Terms">
        <div className={styles.pair}>
          <NativeSelect label="Currency" data={[...currencies]} {...form.getInputProps('currency')} />
          <TextInput
            label={`Discount, ${values.currency}`}
            description="Off the sum, before tax"
            {...below}
            inputMode="decimal"
            autoComplete="off"
            {...form.getInputProps('discountMinor')}
          />
          <NativeSelect
            label="Tax is rounded"
            data={Object.entries(roundings).map(([value, label]) => ({ value, label }))}
            {...form.getInputProps('taxRounding')}
          />
          <TextInput
            label="Days until it is due"
            inputMode="numeric"
            maxLength={3}
            {...form.getInputProps('dueInDays')}
          />
        </div>
        <Textarea label="Note" maxLength={2000} rows={3} mt="md" {...form.getInputProps('note')} />
      </Panel>
      <TotalsPanel totals={totals} currency={values.currency} />
    </Stack>
  )
}

/** The field that shows a fault which the server points to within it. */
export function draftPlaceOf(path: string): string {
  return path.startsWith('recipient.address') ? 'recipient.address' : path
}
