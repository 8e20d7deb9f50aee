import { Alert, Group, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement, ReactNode } from 'react'
import type { PaymentDetail } from '../api.ts'
import { StepUp } from '../identity/step-up.tsx'
import { Facts } from '../shell/facts.tsx'
import { Page } from '../shell/page.tsx'
import { Panel } from '../shell/panel.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { When } from '../shell/when.tsx'
import { reviewWords } from './explain-words.ts'
import { PaymentBadges } from './payment-badges.tsx'
import { PaymentExplained } from './payment-explained.tsx'
import { PaymentHistory } from './payment-history.tsx'
import { paymentQuery } from './queries.ts'
import { Receipt } from './receipt.tsx'
import { RefundButton } from './refund-dialog.tsx'
import { sum } from './words.ts'

const route = getRouteApi('/finance-payments/finance/payments/$id')

/** One payment: how it stands and why, what was given back, and what it was for. */
export function PaymentPage(): ReactElement {
  const { id } = route.useParams()
  const query = useQuery(paymentQuery(id))
  return (
    <QueryView query={query}>
      {(payment) => (
        <Page
          title={payment.description}
          eyebrow={<TextLink to="/finance/payments">Payments</TextLink>}
          lead={payment.payer.name ?? payment.payer.email}
        >
          <StepUp>
            <Stack gap="xl" key={id}>
              <Notices payment={payment} />
              <Facts facts={factsOf(payment)} />
              <Group align="flex-start">
                <RefundButton payment={payment} />
                <Receipt payment={payment} />
              </Group>
              <Panel title="History">
                <PaymentHistory payment={payment} />
              </Panel>
              <PaymentExplained id={id} />
            </Stack>
          </StepUp>
        </Page>
      )}
    </QueryView>
  )
}

/** What somebody has to know before anything else. */
function Notices({ payment }: { payment: PaymentDetail }): ReactElement {
  const open = payment.disputes.filter(({ state }) => state === 'open')
  const held = open[0]
  return (
    <>
      {payment.unsellableAt !== null && (
        <Notice title="The money came too late">
          What was paid for could not be given any more: the order was called off, gone or paid otherwise. All of it
          goes back to the payer by itself; nothing is left to do.
        </Notice>
      )}
      {held !== undefined && (
        <Notice title="The payer disputes this payment">
          {sum(held.amount.minor, held.amount.currency)} are held until it is decided. Answer it at the provider;
          refunds wait until then.
        </Notice>
      )}
      {payment.underReview && (
        <Notice title="Nothing is handed over until somebody has looked">
          {payment.review.map((fault) => reviewWords[fault] ?? fault).join(' ')}{' '}
          <TextLink to="/finance/reconciliation">It is closed under Reconciliation.</TextLink>
        </Notice>
      )}
    </>
  )
}

function Notice({ title, children }: { title: string; children: ReactNode }): ReactElement {
  return (
    <Alert color="red" variant="outline" title={title}>
      {children}
    </Alert>
  )
}

function factsOf(payment: PaymentDetail) {
  const { amount, captured, refunded, disputed, payer } = payment
  const some = (money: PaymentDetail['amount']) => (money.minor === '0' ? null : sum(money.minor, money.currency))
  const instant = (at: string | null) => (at === null ? null : <When at={at} />)
  return [
    [
      'State',
      <Group key="state" gap="xs">
        <PaymentBadges payment={payment} />
      </Group>,
    ],
    ['Amount', sum(amount.minor, amount.currency)],
    ['Taken', some(captured)],
    ['Refunded', some(refunded)],
    ['In dispute or lost', some(disputed)],
    ['For', <PaidFor key="for" payment={payment} />],
    ['Paid by', payer.name === null ? payer.email : `${payer.name}, ${payer.email}`],
    ['Begun', instant(payment.createdAt)],
    ['Taken whole', instant(payment.capturedAt)],
    ['Handed over', instant(payment.fulfilledAt)],
  ] as const
}

/** The thing itself, where the console has a page of it. */
function PaidFor({ payment: { subject, description } }: { payment: PaymentDetail }): ReactElement {
  if (subject.type === 'invoices.invoice') {
    return (
      <TextLink to="/finance/invoices/$id" params={{ id: subject.id }}>
        {description}
      </TextLink>
    )
  }
  return (
    <>
      {description} ({subject.type}, {subject.id})
    </>
  )
}
