import { Button, Group, Stack, TextInput } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import { api, type InvoiceDetail } from '../api.ts'
import { ButtonLink } from '../shell/button-link.tsx'
import { Dialog } from '../shell/dialog.tsx'
import { GatedButton } from '../shell/gated-button.tsx'
import { useGate } from './gate.ts'
import { useAct } from './use-act.ts'
import { sum } from './words.ts'

/** What can be done with an issued document, and why not what cannot. */
export function InvoiceActions({ invoice }: { invoice: InvoiceDetail }): ReactElement {
  const closed = useGate('invoices:manage')
  const isInvoice = invoice.kind === 'invoice'
  const isVoid = invoice.status === 'void'
  const send = useAct(
    (idempotencyKey) => api.invoices.send({ path: { id: invoice.id }, idempotencyKey }),
    'It is on its way.',
  )
  const cannotSend = closed ?? (invoice.recipient.email === null ? 'There is no address to send it to' : undefined)
  return (
    <Group align="flex-start">
      <PdfLink invoice={invoice} />
      {invoice.status !== 'draft' && !isVoid && (
        <GatedButton
          variant="default"
          disabledReason={cannotSend}
          loading={send.isPending}
          onClick={() => send.mutate()}
        >
          {invoice.sentAt === null ? 'Send by mail' : 'Send again'}
        </GatedButton>
      )}
      {isInvoice && invoice.status !== 'draft' && !isVoid && closed === undefined && <CreditLink invoice={invoice} />}
      {isInvoice && <Closing invoice={invoice} />}
      {isInvoice && invoice.balanceMinor !== '0' && <Reminders invoice={invoice} />}
    </Group>
  )
}

/** The page as it was issued; it is made a moment after the issue. */
function PdfLink({ invoice: { id, status, number, pdfSha256 } }: { invoice: InvoiceDetail }): ReactElement | null {
  if (status === 'draft') return null
  if (pdfSha256 === null)
    return (
      <GatedButton disabledReason="The page is being made" onClick={() => undefined}>
        Download the PDF
      </GatedButton>
    )
  return (
    <Button component="a" href={`/api/invoices/${id}.pdf`} download={`${number}.pdf`}>
      Download the PDF
    </Button>
  )
}

function CreditLink({ invoice }: { invoice: InvoiceDetail }): ReactElement | null {
  const left = BigInt(invoice.totalMinor) - BigInt(invoice.creditedMinor) - BigInt(invoice.writtenOffMinor)
  if (left <= 0n) return null
  return (
    <ButtonLink variant="default" to="/finance/invoices/$id/credit" params={{ id: invoice.id }}>
      Credit note
    </ButtonLink>
  )
}

/** An invoice of which nothing was paid is declared void; what is left of another is written off. */
function Closing({ invoice }: { invoice: InvoiceDetail }): ReactElement | null {
  const mayManage = useGate('invoices:manage')
  const mayWriteOff = useGate('invoices:write-off')
  const path = { id: invoice.id }
  if (invoice.status === 'draft' || invoice.balanceMinor === '0') return null
  const isUntouched = invoice.balanceMinor === invoice.totalMinor
  const touched = isUntouched ? undefined : 'Something was paid or credited: issue a credit note'
  return (
    <>
      <WithReason
        label="Declare void"
        question="It keeps its number, and nobody has to pay it."
        closed={mayManage ?? touched}
        done="The invoice is void."
        act={(reason, idempotencyKey) => api.invoices.void({ path, body: { reason }, idempotencyKey })}
      />
      <WithReason
        label="Write off"
        question={`${sum(invoice.balanceMinor, invoice.currency)} are given up.`}
        closed={mayWriteOff}
        done="What was left is written off."
        act={(reason, idempotencyKey) => api.invoices.writeOff({ path, body: { reason }, idempotencyKey })}
      />
    </>
  )
}

interface WithReasonProps {
  readonly label: string
  readonly question: string
  readonly closed: string | undefined
  readonly done: string
  readonly act: (reason: string, idempotencyKey: string) => Promise<unknown>
}

function WithReason({ label, question, closed, done, act }: WithReasonProps): ReactElement {
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const doing = useAct((key) => act(reason.trim(), key), done)
  return (
    <>
      <GatedButton variant="default" disabledReason={closed} onClick={() => setOpen(true)}>
        {label}
      </GatedButton>
      <Dialog title={label} open={open} onClose={() => setOpen(false)}>
        <Stack>
          <p>{question} This cannot be undone.</p>
          <TextInput
            label="Why"
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Group>
            <Button
              color="red"
              loading={doing.isPending}
              disabled={reason.trim() === ''}
              onClick={() => doing.mutate(undefined, { onSuccess: () => setOpen(false) })}
            >
              {label}
            </Button>
          </Group>
        </Stack>
      </Dialog>
    </>
  )
}

/** Whether anybody is reminded of it; of one in dispute, that the dispute is settled. */
function Reminders({ invoice }: { invoice: InvoiceDetail }): ReactElement {
  const closed = useGate('invoices:manage')
  const isQuiet = invoice.dunningPaused || invoice.disputed
  const change = useAct(
    () => api.invoices.pauseDunning({ path: { id: invoice.id }, body: { paused: !isQuiet, disputed: false } }),
    isQuiet ? 'It is reminded of again.' : 'Nobody is reminded of it.',
  )
  const label = invoice.disputed ? 'The dispute is settled: remind' : isQuiet ? 'Remind again' : 'Pause reminders'
  return (
    <GatedButton variant="default" disabledReason={closed} loading={change.isPending} onClick={() => change.mutate()}>
      {label}
    </GatedButton>
  )
}
