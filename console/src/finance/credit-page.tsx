import { Alert, Button, SegmentedControl, Stack, Text, Textarea } from '@mantine/core'
import '@mantine/core/styles/FloatingIndicator.layer.css'
import '@mantine/core/styles/SegmentedControl.layer.css'
import { useForm } from '@mantine/form'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { type ReactElement, useRef, useState } from 'react'
import { api, type InvoiceDetail } from '../api.ts'
import { UnsavedGuard } from '../forms/unsaved-guard.tsx'
import { notifyDone } from '../shell/notify.ts'
import { Page } from '../shell/page.tsx'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { useFormSubmit } from '../shell/use-form-submit.ts'
import { lineFaults, linesOf, linesTyped, totalsAsked } from './draft-values.ts'
import { useGate } from './gate.ts'
import { LineFields } from './line-fields.tsx'
import { invoiceQuery } from './queries.ts'
import { TotalsPanel } from './totals-panel.tsx'
import { isAnswered } from './use-act.ts'
import { useTotals } from './use-totals.ts'
import { nameOf, sum } from './words.ts'

const route = getRouteApi('/finance-invoices/finance/invoices/$id/credit')

/** A credit note over an issued invoice: over all that is left, or over lines of one's own. */
export function CreditPage(): ReactElement {
  const { id } = route.useParams()
  const invoice = useQuery(invoiceQuery(id))
  const closed = useGate('invoices:manage')
  return (
    <QueryView query={invoice}>
      {(read) => (
        <Page
          title="Credit note"
          eyebrow={
            <TextLink to="/finance/invoices/$id" params={{ id }}>
              {nameOf(read)}
            </TextLink>
          }
          lead="It is issued at once, gets a number of its own and stays as it is."
        >
          {closed === undefined ? <CreditForm key={id} invoice={read} /> : <Alert title={closed} />}
        </Page>
      )}
    </QueryView>
  )
}

function CreditForm({ invoice }: { invoice: InvoiceDetail }): ReactElement {
  const { currency } = invoice
  const [over, setOver] = useState<'all' | 'lines'>('all')
  const { form, submit, pending, problem } = useCreditForm(invoice, over)
  const totals = useTotals(
    totalsAsked({ ...form.getValues(), currency, discountMinor: '', taxRounding: invoice.taxRounding }),
  )
  const left = BigInt(invoice.totalMinor) - BigInt(invoice.creditedMinor) - BigInt(invoice.writtenOffMinor)
  return (
    <form onSubmit={submit} noValidate aria-label="Credit note">
      <UnsavedGuard isDirty={() => form.isDirty()} />
      <Stack gap="xl">
        <SegmentedControl
          aria-label="What it is over"
          value={over}
          onChange={(value) => setOver(value === 'lines' ? 'lines' : 'all')}
          data={[
            { value: 'all', label: 'All that is left' },
            { value: 'lines', label: 'Lines of its own' },
          ]}
          style={{ alignSelf: 'flex-start' }}
        />
        <Text>{`${sum(String(left), currency)} are left to credit.`}</Text>
        {over === 'lines' && (
          <>
            <Panel>
              <LineFields form={form} currency={currency} totals={totals.data ?? undefined} />
            </Panel>
            <TotalsPanel totals={totals} currency={currency} />
          </>
        )}
        <Textarea label="Note" description="Printed on it" maxLength={2000} rows={3} {...form.getInputProps('note')} />
        <ProblemNotice error={problem} />
        <Button type="submit" loading={pending} style={{ alignSelf: 'flex-start' }}>
          Issue the credit note
        </Button>
      </Stack>
    </form>
  )
}

function useCreditForm({ id, lines, currency }: InvoiceDetail, over: 'all' | 'lines') {
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const key = useRef<string>(crypto.randomUUID())
  const form = useForm({
    initialValues: { lines: linesTyped(lines, currency), note: '' },
    validate: (values) => (over === 'lines' ? lineFaults(values.lines, currency) : {}),
  })
  const sent = useFormSubmit({
    form,
    async send({ lines: typed, note }) {
      const body = { note: note.trim(), ...(over === 'lines' ? { lines: linesOf(typed, currency) } : {}) }
      try {
        return await api.invoices.credit({ path: { id }, body, idempotencyKey: key.current })
      } catch (error) {
        if (isAnswered(error)) key.current = crypto.randomUUID()
        throw error
      }
    },
    async done(note) {
      form.resetDirty()
      notifyDone(`${note.number} is issued.`)
      await queryClient.invalidateQueries({ queryKey: ['finance'] })
      await navigate({ to: '/finance/invoices/$id', params: { id: note.id }, ignoreBlocker: true })
    },
  })
  return { form, ...sent }
}
