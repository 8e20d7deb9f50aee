import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api, type InvoiceDetail } from '../api.ts'
import { GatedButton } from '../shell/gated-button.tsx'
import { Panel } from '../shell/panel.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { Day } from './day.tsx'
import { useGate } from './gate.ts'
import { useAct } from './use-act.ts'
import { methods, sum } from './words.ts'

/** What this customer has to their credit, and may pay this invoice with. */
export function CustomerCredit({ invoice }: { invoice: InvoiceDetail }): ReactElement | null {
  const { customerId, currency } = invoice
  const credit = useQuery({
    queryKey: ['finance', 'credit', customerId],
    queryFn: ({ signal }) => api.invoices.payments({ query: { credit: true, customerId, limit: 100 }, signal }),
  })
  const usable = credit.data?.items.filter((one) => one.currency === currency) ?? []
  if (usable.length === 0) return null
  return (
    <Panel title="To the customer’s credit">
      <Rows label="Credit">
        {usable.map((payment) => (
          <CreditRow key={payment.id} payment={payment} invoice={invoice} />
        ))}
      </Rows>
    </Panel>
  )
}

type Payment = Awaited<ReturnType<typeof api.invoices.payments>>['items'][number]

function CreditRow({ payment, invoice }: { payment: Payment; invoice: InvoiceDetail }): ReactElement {
  const closed = useGate('invoices:record-payments')
  const use = useAct(
    (idempotencyKey) =>
      api.invoices.allocateCredit({ path: { id: payment.id }, body: { invoiceId: invoice.id }, idempotencyKey }),
    'The credit pays this invoice.',
  )
  return (
    <Row
      title={sum(payment.creditMinor, payment.currency)}
      detail={
        <>
          {methods[payment.method]}, received <Day of={payment.receivedOn} />, {payment.reference}
        </>
      }
      aside={
        <GatedButton
          size="xs"
          variant="default"
          disabledReason={closed}
          loading={use.isPending}
          onClick={() => use.mutate()}
        >
          Pay this invoice with it
        </GatedButton>
      }
    />
  )
}
