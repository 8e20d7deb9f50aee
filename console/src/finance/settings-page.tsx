import { Button, NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { api, type InvoiceSettings } from '../api.ts'
import { UnsavedGuard } from '../forms/unsaved-guard.tsx'
import { notifyDone } from '../shell/notify.ts'
import { Page } from '../shell/page.tsx'
import { LoadingRows } from '../shell/paged-list.tsx'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { filled, useFormSubmit } from '../shell/use-form-submit.ts'
import { allZones, ownZone } from '../shell/zoned.ts'
import { below } from './below.ts'
import { roundingOf } from './draft-values.ts'
import styles from './finance.module.css'
import { settingsQuery } from './queries.ts'
import { roundings } from './words.ts'

/** Who issues invoices, and how. */
export function SettingsPage(): ReactElement {
  const settings = useQuery(settingsQuery)
  return (
    <Page
      title="Invoice settings"
      eyebrow="Money"
      lead="They count for what is drafted and issued from now on; what was issued stays as it is."
      width="reading"
    >
      <QueryView query={settings}>
        {(held) => (settings.isFetchedAfterMount ? <SettingsForm held={held} /> : <LoadingRows />)}
      </QueryView>
    </Page>
  )
}

function typedOf(held: InvoiceSettings | null) {
  return {
    sellerName: held?.sellerName ?? '',
    sellerAddress: held?.sellerAddress.join('\n') ?? '',
    sellerTaxNumber: held?.sellerTaxNumber ?? '',
    sellerEmail: held?.sellerEmail ?? '',
    paymentInstructions: held?.paymentInstructions ?? '',
    zone: held?.zone ?? ownZone(),
    invoicePrefix: held?.invoicePrefix ?? 'INV',
    creditNotePrefix: held?.creditNotePrefix ?? 'CN',
    taxRounding: held?.taxRounding ?? 'line',
    dueDays: String(held?.dueDays ?? 14),
  }
}

type Typed = ReturnType<typeof typedOf>

function bodyOf(typed: Typed, version: number) {
  const address = typed.sellerAddress.split('\n').map((one) => one.trim())
  return {
    ...typed,
    sellerName: typed.sellerName.trim(),
    sellerAddress: address.filter((one) => one !== ''),
    sellerTaxNumber: typed.sellerTaxNumber.trim() || null,
    sellerEmail: typed.sellerEmail.trim() || null,
    taxRounding: roundingOf(typed.taxRounding),
    dueDays: Number(typed.dueDays),
    version,
  }
}

const prefixRule = (typed: string): string | null =>
  /^[A-Z0-9]{1,10}$/.test(typed) ? null : 'Capital letters and digits, ten at most'

function useSettingsForm(held: InvoiceSettings | null) {
  const queryClient = useQueryClient()
  const [version, setVersion] = useState(held?.version ?? 0)
  const form = useForm<Typed>({
    initialValues: typedOf(held),
    validate: {
      sellerName: filled('Say who issues invoices'),
      sellerAddress: filled('An invoice needs the address of who issues it'),
      invoicePrefix: prefixRule,
      creditNotePrefix: prefixRule,
      dueDays: (typed) => (/^\d{1,3}$/.test(typed) && Number(typed) <= 365 ? null : 'From 0 to 365 days'),
    },
  })
  const sent = useFormSubmit({
    form,
    placeOf: (path) => (path.startsWith('sellerAddress') ? 'sellerAddress' : path),
    send: (typed) => api.invoices.changeSettings({ body: bodyOf(typed, version) }),
    async done(saved, typed) {
      setVersion(saved.version)
      form.resetDirty(typed)
      notifyDone('The settings are saved.')
      await queryClient.invalidateQueries({ queryKey: ['finance'] })
    },
  })
  return { form, ...sent }
}

function SettingsForm({ held }: { held: InvoiceSettings | null }): ReactElement {
  const { form, submit, pending, problem } = useSettingsForm(held)
  return (
    <form onSubmit={submit} noValidate aria-label="Invoice settings">
      <UnsavedGuard isDirty={() => form.isDirty()} />
      <Stack gap="xl">
        <SellerFields form={form} />
        <NumberFields form={form} />
        <Panel title="Reminders">
          <Text size="sm">
            Whoever has not paid is reminded 1, 7 and 14 days after the due day, each time by a letter of its own, as
            long as nobody pauses it on the page of the invoice and its payment is not in dispute.
          </Text>
        </Panel>
        <ProblemNotice error={problem} />
        <Button type="submit" loading={pending} style={{ alignSelf: 'flex-start' }}>
          Save the settings
        </Button>
      </Stack>
    </form>
  )
}

type Fields = ReturnType<typeof useSettingsForm>['form']

function SellerFields({ form }: { form: Fields }): ReactElement {
  return (
    <Panel title="Who issues">
      <div className={styles.pair}>
        <TextInput label="Name" maxLength={200} {...form.getInputProps('sellerName')} />
        <TextInput label="Tax number" maxLength={50} {...form.getInputProps('sellerTaxNumber')} />
        <Textarea
          label="Address"
          description="A line each, at most six"
          {...below}
          rows={3}
          {...form.getInputProps('sellerAddress')}
        />
        <Textarea
          label="How to pay"
          description="Printed on every invoice"
          {...below}
          maxLength={1000}
          rows={3}
          {...form.getInputProps('paymentInstructions')}
        />
        <TextInput label="E-mail" type="email" maxLength={254} {...form.getInputProps('sellerEmail')} />
        <NativeSelect
          label="Time zone"
          description="Whose days and years count"
          {...below}
          data={[...allZones()]}
          {...form.getInputProps('zone')}
        />
      </div>
    </Panel>
  )
}

function NumberFields({ form }: { form: Fields }): ReactElement {
  return (
    <Panel title="Numbers and tax">
      <div className={styles.pair}>
        <TextInput
          label="Invoices begin with"
          description="INV-2026-00001; numbers have no gap"
          {...below}
          {...form.getInputProps('invoicePrefix')}
        />
        <TextInput
          label="Credit notes begin with"
          description="A series of their own"
          {...below}
          {...form.getInputProps('creditNotePrefix')}
        />
        <NativeSelect
          label="Tax is rounded"
          data={Object.entries(roundings).map(([value, label]) => ({ value, label }))}
          {...form.getInputProps('taxRounding')}
        />
        <TextInput
          label="Days until an invoice is due"
          inputMode="numeric"
          maxLength={3}
          {...form.getInputProps('dueDays')}
        />
      </div>
    </Panel>
  )
}
