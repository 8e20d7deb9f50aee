import { Button, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import type { PaymentDetail } from '../api.ts'
import { may, useMe } from '../identity/me.ts'
import { Dialog } from '../shell/dialog.tsx'
import { Facts } from '../shell/facts.tsx'
import { When } from '../shell/when.tsx'
import { invoiceQuery } from './queries.ts'
import { providerInWords, sum } from './words.ts'

/** What a payer is shown of a payment that was taken; of an invoice the page of it as well. */
export function Receipt({ payment }: { payment: PaymentDetail }): ReactElement | null {
  const [open, setOpen] = useState(false)
  if (payment.capturedAt === null) return null
  const { captured, refunded, payer, attempts } = payment
  const taken = attempts.find(({ captured: { minor } }) => minor !== '0')
  const kept = String(BigInt(captured.minor) - BigInt(refunded.minor))
  return (
    <>
      <Button variant="default" onClick={() => setOpen(true)}>
        Receipt
      </Button>
      <Dialog title="Receipt" open={open} onClose={() => setOpen(false)}>
        <Stack>
          <Facts
            facts={[
              ['For', payment.description],
              ['Received from', payer.name === null ? payer.email : `${payer.name}, ${payer.email}`],
              ['Received', sum(captured.minor, captured.currency)],
              ['On', <When key="on" at={payment.capturedAt} />],
              ['By', taken === undefined ? null : providerInWords(taken.provider)],
              ['Reference', taken?.reference],
              ['Refunded', refunded.minor === '0' ? null : sum(refunded.minor, refunded.currency)],
              ['Kept', refunded.minor === '0' ? null : sum(kept, captured.currency)],
            ]}
          />
          {payment.subject.type === 'invoices.invoice' && <InvoicePdf id={payment.subject.id} />}
        </Stack>
      </Dialog>
    </>
  )
}

function InvoicePdf({ id }: { id: string }): ReactElement | null {
  const me = useMe()
  const { data } = useQuery({ ...invoiceQuery(id), enabled: may(me, 'invoices:read') })
  if (data?.pdfSha256 == null) return null
  return (
    <Button component="a" variant="default" href={`/api/invoices/${id}.pdf`} download={`${data.number}.pdf`}>
      The invoice as PDF
    </Button>
  )
}
