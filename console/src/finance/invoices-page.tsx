import { NativeSelect, TextInput } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api, type InvoiceLine } from '../api.ts'
import { ButtonLink } from '../shell/button-link.tsx'
import { Empty } from '../shell/empty.tsx'
import { Filters } from '../shell/filters.tsx'
import { Page } from '../shell/page.tsx'
import { PagedList } from '../shell/paged-list.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { SearchField } from '../shell/search-field.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { usePages } from '../shell/use-pages.ts'
import { Day } from './day.tsx'
import { invoiceFilterIn } from './filters.ts'
import styles from './finance.module.css'
import { useGate } from './gate.ts'
import { invoiceStates, invoiceWord, nameOf, sum } from './words.ts'

const route = getRouteApi('/finance-invoices/finance/invoices')

export function InvoicesPage(): ReactElement {
  const filter = route.useSearch()
  const closed = useGate('invoices:manage')
  const pages = usePages(['finance', 'invoices', filter], ({ cursor, signal }) =>
    api.invoices.list({ query: { ...filter, limit: 25, ...(cursor === undefined ? {} : { cursor }) }, signal }),
  )
  const begin = closed === undefined && <ButtonLink to="/finance/invoices/new">New invoice</ButtonLink>
  return (
    <Page title="Invoices" eyebrow="Money" actions={begin}>
      <InvoiceFilters />
      <PagedList pages={pages} empty={<NothingHere narrowed={Object.keys(filter).length > 0} begin={begin} />}>
        {(invoices) => (
          <Rows label="Invoices">
            {invoices.map((invoice) => (
              <InvoiceRow key={invoice.id} invoice={invoice} />
            ))}
          </Rows>
        )}
      </PagedList>
    </Page>
  )
}

function InvoiceRow({ invoice }: { invoice: InvoiceLine }): ReactElement {
  const { id, recipientName, issuedOn, dueOn, currency, totalMinor, balanceMinor } = invoice
  const { label, tone } = invoiceWord(invoice)
  const isOpen = balanceMinor !== '0' && balanceMinor !== totalMinor
  return (
    <Row
      title={
        <TextLink to="/finance/invoices/$id" params={{ id }}>
          {nameOf(invoice)}
        </TextLink>
      }
      detail={
        <>
          {recipientName}
          {issuedOn !== null && (
            <>
              , issued <Day of={issuedOn} />
            </>
          )}
          {dueOn !== null && balanceMinor !== '0' && (
            <>
              , due <Day of={dueOn} />
            </>
          )}
        </>
      }
      aside={
        <>
          {isOpen && <span>{sum(balanceMinor, currency)} left of</span>}
          <span className={styles.sum}>{sum(totalMinor, currency)}</span>
          <StateBadge tone={tone}>{label}</StateBadge>
        </>
      }
    />
  )
}

function InvoiceFilters(): ReactElement {
  const filter = route.useSearch()
  const navigate = route.useNavigate()
  const narrow = (change: Readonly<Record<string, unknown>>): void => {
    void navigate({ search: (now) => invoiceFilterIn({ ...now, ...change }), replace: true })
  }
  return (
    <Filters label="Invoices">
      <SearchField placeholder="Number or recipient" words={filter.q} onSearch={(q) => narrow({ q })} />
      <NativeSelect
        label="State"
        value={filter.status ?? ''}
        onChange={(event) => narrow({ status: event.currentTarget.value })}
        data={[
          { value: '', label: 'All states' },
          { value: 'overdue', label: 'Overdue' },
          ...Object.entries(invoiceStates).map(([value, { label }]) => ({ value, label })),
        ]}
      />
      <NativeSelect
        label="Kind"
        value={filter.kind ?? ''}
        onChange={(event) => narrow({ kind: event.currentTarget.value })}
        data={[
          { value: '', label: 'Invoices and credit notes' },
          { value: 'invoice', label: 'Invoices' },
          { value: 'credit_note', label: 'Credit notes' },
        ]}
      />
      <TextInput
        label="Issued from"
        type="date"
        value={filter.from ?? ''}
        onChange={(event) => narrow({ from: event.currentTarget.value })}
      />
      <TextInput
        label="Issued until"
        type="date"
        value={filter.to ?? ''}
        onChange={(event) => narrow({ to: event.currentTarget.value })}
      />
    </Filters>
  )
}

function NothingHere({ narrowed, begin }: { narrowed: boolean; begin: ReactElement | false }): ReactElement {
  if (narrowed) return <Empty title="Nothing found" hint="Try fewer letters, another state, or a longer time." />
  return <Empty title="There is no invoice yet" hint="The first one is a draft until it is issued." action={begin} />
}
