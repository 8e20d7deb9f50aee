import { Alert, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type { InvoiceDetail } from '../api.ts'
import { Facts } from '../shell/facts.tsx'
import { Page } from '../shell/page.tsx'
import { LoadingRows } from '../shell/paged-list.tsx'
import { Panel } from '../shell/panel.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { When } from '../shell/when.tsx'
import { CustomerCredit } from './customer-credit.tsx'
import { Day } from './day.tsx'
import { DraftPage } from './draft-page.tsx'
import { useGate } from './gate.ts'
import { InvoiceActions } from './invoice-actions.tsx'
import { InvoiceHistory } from './invoice-history.tsx'
import { InvoiceSheet } from './invoice-sheet.tsx'
import { invoiceQuery } from './queries.ts'
import { RecordPayment } from './record-payment.tsx'
import { invoiceWord, nameOf, roundings, sum } from './words.ts'

const route = getRouteApi('/finance-invoices/finance/invoices/$id')

/** One invoice or credit note: a draft is written here, an issued one stands as it was issued, with what became of it. */
export function InvoicePage(): ReactElement {
  const { id } = route.useParams()
  const invoice = useQuery(invoiceQuery(id))
  const closed = useGate('invoices:manage')
  return (
    <QueryView query={invoice}>
      {(read) => {
        if (read.status !== 'draft' || closed !== undefined) return <Issued key={id} invoice={read} />
        // What is edited begins with what is stored now, not with what was shown some time ago.
        return invoice.isFetchedAfterMount ? <DraftPage key={id} draft={read} /> : <LoadingRows />
      }}
    </QueryView>
  )
}

function Issued({ invoice }: { invoice: InvoiceDetail }): ReactElement {
  const isOpen = invoice.kind === 'invoice' && invoice.balanceMinor !== '0' && invoice.status !== 'draft'
  return (
    <Page
      title={nameOf(invoice)}
      eyebrow={<TextLink to="/finance/invoices">Invoices</TextLink>}
      lead={invoice.recipientName}
    >
      <Stack gap="xl">
        {invoice.disputed && (
          <Alert color="red" variant="outline" title="The payment of this invoice was disputed">
            Nobody is reminded of it until somebody says that the dispute is settled.
          </Alert>
        )}
        <Facts facts={factsOf(invoice)} />
        <InvoiceActions invoice={invoice} />
        <Panel title="Lines">
          <InvoiceSheet invoice={invoice} />
        </Panel>
        {isOpen && <CustomerCredit invoice={invoice} />}
        {isOpen && <RecordPayment invoice={invoice} />}
        <Panel title="History">
          <InvoiceHistory invoice={invoice} />
        </Panel>
      </Stack>
    </Page>
  )
}

function factsOf(invoice: InvoiceDetail) {
  const { label, tone } = invoiceWord(invoice)
  const { recipient, currency } = invoice
  const some = (minor: string) => (minor === '0' ? null : sum(minor, currency))
  const day = (of: string | null) => (of === null ? null : <Day of={of} />)
  const instant = (at: string | null) => (at === null ? null : <When at={at} />)
  return [
    [
      'State',
      <StateBadge key="state" tone={tone}>
        {label}
      </StateBadge>,
    ],
    ['Total', sum(invoice.totalMinor, currency)],
    ['Paid', some(invoice.paidMinor)],
    ['Credited', some(invoice.creditedMinor)],
    ['Written off', some(invoice.writtenOffMinor)],
    ['Left to pay', some(invoice.balanceMinor)],
    ['Issued', day(invoice.issuedOn)],
    ['Due', invoice.kind === 'invoice' ? day(invoice.dueOn) : null],
    ['Sent', instant(invoice.sentAt)],
    ['To', [recipient.name, ...recipient.address].join(', ')],
    ['E-mail', recipient.email],
    ['Tax number', recipient.taxNumber],
    ['Tax is rounded', roundings[invoice.taxRounding].toLowerCase()],
    [
      'Corrects',
      invoice.invoiceId === null ? null : (
        <TextLink key="corrects" to="/finance/invoices/$id" params={{ id: invoice.invoiceId }}>
          the invoice
        </TextLink>
      ),
    ],
    ['Note', invoice.note],
    ['Closed because', invoice.closingReason],
    ['Reminders', invoice.dunningPaused ? 'Paused' : null],
  ] as const
}
