import { Checkbox, NativeSelect, TextInput } from '@mantine/core'
import '@mantine/core/styles/InlineInput.layer.css'
import '@mantine/core/styles/Checkbox.layer.css'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api, type ListedPayment } from '../api.ts'
import { Empty } from '../shell/empty.tsx'
import { Filters } from '../shell/filters.tsx'
import { Page } from '../shell/page.tsx'
import { PagedList } from '../shell/paged-list.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { usePages } from '../shell/use-pages.ts'
import { When } from '../shell/when.tsx'
import { dayBounds, ownZone } from '../shell/zoned.ts'
import { type PaymentFilter, paymentFilterIn } from './filters.ts'
import styles from './finance.module.css'
import { PaymentBadges } from './payment-badges.tsx'
import { paymentStates, providerInWords, providers, sum } from './words.ts'

const route = getRouteApi('/finance-payments/finance/payments')

export function PaymentsPage(): ReactElement {
  const filter = route.useSearch()
  const pages = usePages(['finance', 'payments', filter], ({ cursor, signal }) =>
    api.payments.list({ query: { ...asked(filter), limit: 25, ...(cursor === undefined ? {} : { cursor }) }, signal }),
  )
  const isNarrowed = Object.keys(filter).length > 0
  const empty = isNarrowed ? (
    <Empty title="Nothing found" hint="Try another state, another provider, or a longer time." />
  ) : (
    <Empty title="No payment yet" hint="The first one stands here as soon as somebody begins to pay." />
  )
  return (
    <Page title="Payments" eyebrow="Money" lead="What people pay by a provider, newest first.">
      <PaymentFilters />
      <PagedList pages={pages} empty={empty}>
        {(payments) => (
          <Rows label="Payments">
            {payments.map((payment) => (
              <PaymentRow key={payment.id} payment={payment} />
            ))}
          </Rows>
        )}
      </PagedList>
    </Page>
  )
}

/** Days as the moments at which they begin and end here. */
function asked({ state, provider, review, from, to }: PaymentFilter) {
  return {
    ...(state === undefined ? {} : { state }),
    ...(provider === undefined ? {} : { provider }),
    ...(review === true ? { underReview: true } : {}),
    ...(from === undefined ? {} : { from: dayBounds(from, ownZone()).start.toISOString() }),
    ...(to === undefined ? {} : { to: dayBounds(to, ownZone()).end.toISOString() }),
  }
}

function PaymentRow({ payment }: { payment: ListedPayment }): ReactElement {
  const { id, description, payer, provider, createdAt, amount, refunded } = payment
  return (
    <Row
      title={
        <TextLink to="/finance/payments/$id" params={{ id }}>
          {description}
        </TextLink>
      }
      detail={
        <>
          {payer.name ?? payer.email}
          {provider !== null && `, ${providerInWords(provider)}`}, <When at={createdAt} />
        </>
      }
      aside={
        <>
          {refunded.minor !== '0' && <span>{sum(refunded.minor, refunded.currency)} refunded of</span>}
          <span className={styles.sum}>{sum(amount.minor, amount.currency)}</span>
          <PaymentBadges payment={payment} />
        </>
      }
    />
  )
}

function PaymentFilters(): ReactElement {
  const filter = route.useSearch()
  const navigate = route.useNavigate()
  const narrow = (change: Readonly<Record<string, unknown>>): void => {
    void navigate({ search: (now) => paymentFilterIn({ ...now, ...change }), replace: true })
  }
  return (
    <Filters label="Payments">
      <NativeSelect
        label="State"
        value={filter.state ?? ''}
        onChange={(event) => narrow({ state: event.currentTarget.value })}
        data={[
          { value: '', label: 'All states' },
          ...Object.entries(paymentStates).map(([value, { label }]) => ({ value, label })),
        ]}
      />
      <NativeSelect
        label="Provider"
        value={filter.provider ?? ''}
        onChange={(event) => narrow({ provider: event.currentTarget.value })}
        data={[
          { value: '', label: 'All providers' },
          ...Object.entries(providers).map(([value, label]) => ({ value, label })),
        ]}
      />
      <TextInput
        label="Begun from"
        type="date"
        value={filter.from ?? ''}
        onChange={(event) => narrow({ from: event.currentTarget.value })}
      />
      <TextInput
        label="Begun until"
        type="date"
        value={filter.to ?? ''}
        onChange={(event) => narrow({ to: event.currentTarget.value })}
      />
      <Checkbox
        label="Under review"
        checked={filter.review === true}
        onChange={(event) => narrow({ review: event.currentTarget.checked })}
      />
    </Filters>
  )
}
