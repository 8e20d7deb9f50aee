import { Anchor } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import { api } from '../api.ts'
import { statusWords } from '../bookings/words.ts'
import { moneyInWords } from '../shell/money.ts'
import { PagedList } from '../shell/paged-list.tsx'
import { Panel } from '../shell/panel.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { usePages } from '../shell/use-pages.ts'
import { When } from '../shell/when.tsx'
import { ownZone } from '../shell/zoned.ts'
import { clientsKey, requestsKey } from './queries.ts'
import type { Client } from './types.ts'
import { stageWords } from './words.ts'

export function RequestsOf({ clientId }: { clientId: string }): ReactElement {
  const pages = usePages([...requestsKey, 'of', clientId], ({ cursor, signal }) =>
    api.agency.listRequests({ query: { clientId, ...(cursor === undefined ? {} : { cursor }) }, signal }),
  )
  return (
    <Panel title="Requests">
      <PagedList pages={pages} empty={<p>None.</p>}>
        {(requests) => (
          <Rows label="Requests">
            {requests.map(({ id, title, reference, stage }) => (
              <Row
                key={id}
                title={
                  <TextLink to="/agency/requests/$id" params={{ id }}>
                    {title}
                  </TextLink>
                }
                detail={reference}
                aside={<StateBadge tone={stageWords[stage].tone}>{stageWords[stage].label}</StateBadge>}
              />
            ))}
          </Rows>
        )}
      </PagedList>
    </Panel>
  )
}

const halfYearMs = 182 * 24 * 3600 * 1000

export function AppointmentsOf({ clientId }: { clientId: string }): ReactElement {
  const [{ from, to }] = useState(() => ({
    from: new Date(Date.now() - halfYearMs).toISOString(),
    to: new Date(Date.now() + halfYearMs).toISOString(),
  }))
  const pages = usePages([...clientsKey, 'appointments', clientId], ({ cursor, signal }) =>
    api.agency.listAppointments({
      query: { clientId, from, to, ...(cursor === undefined ? {} : { cursor }) },
      signal,
    }),
  )
  return (
    <Panel title="Appointments">
      <PagedList pages={pages} empty={<p>None in the half year before and after today.</p>}>
        {(appointments) => (
          <Rows label="Appointments">
            {appointments.map((one) => (
              <Row
                key={one.id}
                title={
                  <TextLink to="/agency/appointments/$id" params={{ id: one.id }}>
                    {one.service.title}
                  </TextLink>
                }
                detail={<When at={one.startsAt} zone={ownZone()} />}
                aside={<StateBadge tone={statusWords(one).tone}>{statusWords(one).label}</StateBadge>}
              />
            ))}
          </Rows>
        )}
      </PagedList>
    </Panel>
  )
}

/** Issued to their account, or to their address while they had none. */
export function InvoicesOf({ client }: { client: Client }): ReactElement {
  const { accountId, email } = client
  const whose = { ...(accountId === null ? {} : { accountId }), ...(email === null ? {} : { email }) }
  const pages = usePages([...clientsKey, 'invoices', client.id], ({ cursor, signal }) =>
    api.invoices.list({ query: { ...whose, ...(cursor === undefined ? {} : { cursor }) }, signal }),
  )
  return (
    <Panel title="Invoices">
      <PagedList pages={pages} empty={<p>None.</p>}>
        {(invoices) => (
          <Rows label="Invoices">
            {invoices.map((invoice) => (
              <Row
                key={invoice.id}
                title={
                  <Anchor href={`/finance/invoices/${invoice.id}`} underline="always">
                    {invoice.number ?? 'Draft'}
                  </Anchor>
                }
                detail={moneyInWords({ minor: invoice.totalMinor, currency: invoice.currency })}
                aside={invoice.status.replaceAll('_', ' ')}
              />
            ))}
          </Rows>
        )}
      </PagedList>
    </Panel>
  )
}
