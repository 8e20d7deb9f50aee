import { Checkbox, NativeSelect, Text } from '@mantine/core'
import '@mantine/core/styles/InlineInput.layer.css'
import '@mantine/core/styles/Checkbox.layer.css'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api, type ReconItem } from '../api.ts'
import { useMe } from '../identity/me.ts'
import { Empty } from '../shell/empty.tsx'
import { Filters } from '../shell/filters.tsx'
import { PagedList } from '../shell/paged-list.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { usePages } from '../shell/use-pages.ts'
import { When } from '../shell/when.tsx'
import { CloseItem } from './close-item.tsx'
import styles from './finance.module.css'
import { itemFilterIn, itemKinds, type Sides, sidesOf } from './recon-words.ts'
import { providerInWords } from './words.ts'

const route = getRouteApi('/finance-reconciliation/finance/reconciliation')

/** Differences that somebody has to look at, and those that were closed. */
export function ReconItems(): ReactElement {
  const { closed, kind } = route.useSearch()
  const filter = { ...(closed === undefined ? {} : { closed }), ...(kind === undefined ? {} : { kind }) }
  const pages = usePages(['finance', 'reconciliation', 'items', filter], ({ cursor, signal }) =>
    api.payments.items({ query: { ...filter, ...(cursor === undefined ? {} : { cursor }) }, signal }),
  )
  const empty =
    closed === true || kind !== undefined ? (
      <Empty title="None here" hint="Look at another kind, or at those that are open." />
    ) : (
      <Empty title="Nothing differs" hint="Where a provider and we do not say the same, it stands here." />
    )
  return (
    <>
      <ItemFilters />
      <PagedList pages={pages} empty={empty}>
        {(items) => (
          <Rows label="Differences">
            {items.map((item) => (
              <ItemRow key={item.id} item={item} />
            ))}
          </Rows>
        )}
      </PagedList>
    </>
  )
}

function ItemRow({ item }: { item: ReconItem }): ReactElement {
  const { label, next } = itemKinds[item.kind]
  return (
    <Row
      title={label}
      detail={
        <>
          {providerInWords(item.provider)}, {item.key}, found <When at={item.openedAt} />
          {item.paymentId !== null && (
            <>
              .{' '}
              <TextLink to="/finance/payments/$id" params={{ id: item.paymentId }}>
                The payment
              </TextLink>
            </>
          )}
          <TwoSides sides={sidesOf(item)} />
          {item.closedAt === null ? <Text size="sm">{next}</Text> : <Closed item={item} />}
          {item.closedAt === null && item.kind !== 'payout_difference' && <CloseItem item={item} />}
        </>
      }
    />
  )
}

/** What ours says beside what theirs says. */
export function TwoSides({ sides: { ours, theirs } }: { sides: Sides }): ReactElement {
  return (
    <dl className={styles.sides}>
      <div>
        <dt>Ours says</dt>
        <dd>{ours}</dd>
      </div>
      <div>
        <dt>Theirs says</dt>
        <dd>{theirs}</dd>
      </div>
    </dl>
  )
}

function Closed({
  item: { closedAt, closedHow, closedBy, closedByName, closedReason },
}: {
  item: ReconItem
}): ReactElement {
  const me = useMe()
  const who = closedBy === me?.user.id ? 'you' : (closedByName ?? 'somebody who has left')
  return (
    <Text size="sm">
      {closedHow === 'fact' ? 'Explained by what was heard later' : `Closed by ${who}: ${closedReason}`}
      {closedAt !== null && (
        <>
          , <When at={closedAt} />
        </>
      )}
    </Text>
  )
}

function ItemFilters(): ReactElement {
  const filter = route.useSearch()
  const navigate = route.useNavigate()
  const narrow = (change: Readonly<Record<string, unknown>>): void => {
    void navigate({ search: (now) => itemFilterIn({ ...now, ...change }), replace: true })
  }
  return (
    <Filters label="Differences">
      <NativeSelect
        label="Kind"
        value={filter.kind ?? ''}
        onChange={(event) => narrow({ kind: event.currentTarget.value })}
        data={[
          { value: '', label: 'All kinds' },
          ...Object.entries(itemKinds).map(([value, { label }]) => ({ value, label })),
        ]}
      />
      <Checkbox
        label="Those that were closed"
        checked={filter.closed === true}
        onChange={(event) => narrow({ closed: event.currentTarget.checked })}
      />
    </Filters>
  )
}
