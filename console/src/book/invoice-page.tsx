import { Button, Group, Stack, Text } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type ReactElement, useCallback } from 'react'
import type { api } from '../api.ts'
import { Facts } from '../shell/facts.tsx'
import { moneyInWords } from '../shell/money.ts'
import { Page } from '../shell/page.tsx'
import { Panel } from '../shell/panel.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { When } from '../shell/when.tsx'
import styles from './book.module.css'
import { useGuestToken } from './guest-token.ts'
import { isClosed, LinkOpensNothing } from './link-opens-nothing.tsx'
import { PayPanel } from './pay-panel.tsx'
import { invoiceQuery } from './queries.ts'

const route = getRouteApi('/pay/$id')

type Invoice = Awaited<ReturnType<typeof api.invoices.get>>

/** What a mail about an invoice or a credit note leads to: what it says, and the way to pay it. */
export function InvoicePage(): ReactElement {
  const { id } = route.useParams()
  const token = useGuestToken(id)
  const query = useQuery(invoiceQuery(id, token))
  const title = query.data === undefined ? 'Your invoice' : titleOf(query.data)
  return (
    <Page title={title} lead={query.data?.recipientName} width="reading">
      {isClosed(query.error, 'invoices/invoice-not-found') ? (
        <LinkOpensNothing what="invoice" />
      ) : (
        <QueryView query={query}>{(invoice) => <Shown invoice={invoice} token={token} />}</QueryView>
      )}
    </Page>
  )
}

function titleOf({ kind, number }: Invoice): string {
  return `${kind === 'credit_note' ? 'Credit note' : 'Invoice'} ${number ?? ''}`
}

function Shown({ invoice, token }: { invoice: Invoice; token: string | null }): ReactElement {
  const client = useQueryClient()
  const { id, currency } = invoice
  const money = (minor: string): string => moneyInWords({ minor, currency })
  const refresh = useCallback(() => void client.invalidateQueries({ queryKey: ['shown-invoice', id] }), [client, id])
  const query = token === null ? '' : `?token=${encodeURIComponent(token)}`
  const isDue = invoice.kind === 'invoice' && BigInt(invoice.balanceMinor) > 0n
  return (
    <Stack gap="xl">
      <Panel title="What it is for">
        <Stack gap="lg">
          <Lines invoice={invoice} />
          <Facts
            facts={[
              ['Total', money(invoice.totalMinor)],
              ['Paid', BigInt(invoice.paidMinor) > 0n ? money(invoice.paidMinor) : null],
              ['Left to pay', invoice.kind === 'invoice' ? money(invoice.balanceMinor) : null],
              ['Due', isDue && invoice.dueOn !== null ? <When key="due" at={invoice.dueOn} show="day" /> : null],
            ]}
          />
          <Group>
            <Button component="a" variant="default" href={`/api/invoices/${id}.pdf${query}`}>
              Open the document (PDF)
            </Button>
          </Group>
        </Stack>
      </Panel>
      {isDue ? (
        <Panel title="Pay it">
          <PayPanel
            subject={{ type: 'invoices.invoice', id }}
            token={token}
            amount={{ minor: invoice.balanceMinor, currency }}
            onPaid={refresh}
          />
        </Panel>
      ) : (
        <Text role="status">
          {invoice.kind === 'invoice' ? 'Nothing is left to pay. Thank you.' : 'Nothing is to be paid for this.'}
        </Text>
      )}
    </Stack>
  )
}

function Lines({ invoice: { lines, currency } }: { invoice: Invoice }): ReactElement {
  return (
    <table className={styles.lines}>
      <thead>
        <tr>
          <th scope="col">For</th>
          <th scope="col" className={styles.amount}>
            Amount
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ description, qty, amountMinor }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines of a document have no other name, and it never changes
          <tr key={at}>
            <td>{qty === '1' ? description : `${qty} × ${description}`}</td>
            <td className={styles.amount}>{moneyInWords({ minor: amountMinor, currency })}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
