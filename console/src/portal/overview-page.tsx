import { Group, Stack, Text } from '@mantine/core'
import type { ReactElement, ReactNode } from 'react'
import { api } from '../api.ts'
import { may, useMe } from '../identity/me.ts'
import { ButtonLink } from '../shell/button-link.tsx'
import { moneyInWords } from '../shell/money.ts'
import { Page } from '../shell/page.tsx'
import { PagedList } from '../shell/paged-list.tsx'
import { Panel } from '../shell/panel.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { StateBadge, type Tone } from '../shell/state-badge.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { type PageRequest, type Pages, usePages } from '../shell/use-pages.ts'
import { When } from '../shell/when.tsx'
import { bookingWords, dayInWords, invoiceWords, projectWords, quoteWords, stageWords, ticketWords } from './words.ts'

/** All that is a client's own, each kind with what waits for an answer. */
export function OverviewPage(): ReactElement {
  const me = useMe()
  return (
    <Page
      title="Your portal"
      lead="What you asked us for, what we offered, and what is being made for you."
      actions={
        <Group>
          <ButtonLink to="/request">Ask for something</ButtonLink>
          <ButtonLink to="/support" variant="default">
            Get help
          </ButtonLink>
        </Group>
      }
      width="reading"
    >
      <Stack gap="xl">
        <Quotes />
        <Projects />
        <Requests />
        {/* Whoever keeps the books sees those of everybody there. */}
        {me != null && !may(me, 'invoices:read') && <Invoices />}
        <Appointments />
        <Tickets />
      </Stack>
    </Page>
  )
}

interface SectionProps<Item> {
  readonly title: string
  readonly empty: string
  readonly pages: Pages<Item>
  readonly row: (item: Item) => ReactNode
}

function Section<Item>({ title, empty, pages, row }: SectionProps<Item>): ReactElement {
  return (
    <Panel title={title}>
      <PagedList pages={pages} empty={<Text c="dimmed">{empty}</Text>}>
        {(items) => <Rows label={title}>{items.map(row)}</Rows>}
      </PagedList>
    </Panel>
  )
}

const pageSize = 10

function queryOf({ cursor }: PageRequest): { limit: number; cursor?: string } {
  return { limit: pageSize, ...(cursor === undefined ? {} : { cursor }) }
}

function badge({ label, tone }: { label: string; tone: Tone }): ReactElement {
  return <StateBadge tone={tone}>{label}</StateBadge>
}

function Quotes(): ReactElement {
  const pages = usePages(['portal', 'quotes'], (request) =>
    api.agency.listMyQuotes({ query: queryOf(request), signal: request.signal }),
  )
  return (
    <Section
      title="Quotes"
      empty="What we offer you to do, and for how much, stands here."
      pages={pages}
      row={({ id, title, reference, number, currency, totalMinor, validUntil, state }) => (
        <Row
          key={id}
          title={
            <TextLink to="/portal/quotes/$id" params={{ id }}>
              {title}
            </TextLink>
          }
          detail={
            <>
              {`${reference}, version ${number}: ${moneyInWords({ minor: totalMinor, currency })}, good until `}
              <When at={validUntil} show="day" />
            </>
          }
          aside={badge(quoteWords[state])}
        />
      )}
    />
  )
}

function Projects(): ReactElement {
  const pages = usePages(['portal', 'projects'], (request) =>
    api.agency.listMyProjects({ query: queryOf(request), signal: request.signal }),
  )
  return (
    <Section
      title="Projects"
      empty="An accepted quote becomes a project."
      pages={pages}
      row={({ id, title, reference, progressPercent, dueOn, state }) => (
        <Row
          key={id}
          title={
            <TextLink to="/portal/projects/$id" params={{ id }}>
              {title}
            </TextLink>
          }
          detail={`${reference}, ${progressPercent} % done${dueOn === null ? '' : `, due ${dayInWords(dueOn)}`}`}
          aside={badge(projectWords[state])}
        />
      )}
    />
  )
}

function Requests(): ReactElement {
  const pages = usePages(['portal', 'requests'], (request) =>
    api.agency.listMyRequests({ query: queryOf(request), signal: request.signal }),
  )
  return (
    <Section
      title="Requests"
      empty="Tell us what you need, and follow it here."
      pages={pages}
      row={({ id, title, reference, stage, updatedAt }) => (
        <Row
          key={id}
          title={
            <TextLink to="/portal/requests/$reference" params={{ reference }}>
              {title}
            </TextLink>
          }
          detail={
            <>
              {reference}, <When at={updatedAt} />
            </>
          }
          aside={badge(stageWords[stage])}
        />
      )}
    />
  )
}

function Invoices(): ReactElement {
  const pages = usePages(['portal', 'invoices'], (request) =>
    api.invoices.list({ query: queryOf(request), signal: request.signal }),
  )
  return (
    <Section
      title="Invoices"
      empty="What there is to pay stands here."
      pages={pages}
      row={(invoice) => (
        <Row
          key={invoice.id}
          title={<a href={`/pay/${invoice.id}`}>{invoice.number ?? 'Invoice'}</a>}
          detail={`${moneyInWords({ minor: invoice.totalMinor, currency: invoice.currency })}${
            invoice.dueOn === null ? '' : `, due ${dayInWords(invoice.dueOn)}`
          }`}
          aside={badge(invoiceWords(invoice))}
        />
      )}
    />
  )
}

function Appointments(): ReactElement {
  const pages = usePages(['portal', 'bookings'], (request) =>
    api.agency.listBookings({ query: queryOf(request), signal: request.signal }),
  )
  return (
    <Section
      title="Appointments"
      empty="Times you book with us stand here."
      pages={pages}
      row={({ reference, service, startsAt, hosts, status, timeZone }) => (
        <Row
          key={`${reference} ${startsAt}`}
          title={<a href={`/bookings/${reference}`}>{`${service.title}, ${service.package}`}</a>}
          detail={
            <>
              {reference}, <When at={startsAt} zone={timeZone} />
              {hosts.length > 0 && `, with ${hosts.map(({ name }) => name).join(' and ')}`}
            </>
          }
          aside={badge(bookingWords[status])}
        />
      )}
    />
  )
}

function Tickets(): ReactElement {
  const pages = usePages(['portal', 'tickets'], (request) =>
    api.agency.listMyTickets({ query: queryOf(request), signal: request.signal }),
  )
  return (
    <Section
      title="Support"
      empty="When something does not work, ask for help here."
      pages={pages}
      row={({ id, subject, reference, state, updatedAt }) => (
        <Row
          key={id}
          title={
            <TextLink to="/portal/tickets/$reference" params={{ reference }}>
              {subject}
            </TextLink>
          }
          detail={
            <>
              {reference}, <When at={updatedAt} />
            </>
          }
          aside={badge(ticketWords[state])}
        />
      )}
    />
  )
}
