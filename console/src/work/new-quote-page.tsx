import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { type ReactElement, useState } from 'react'
import { api } from '../api.ts'
import { Empty } from '../shell/empty.tsx'
import { Page } from '../shell/page.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { clientQuery, requestQuery } from './queries.ts'
import { QuoteForm } from './quote-form.tsx'
import { quoteValues } from './quote-values.ts'

const route = getRouteApi('/sellers/agency/quotes/new')

export function NewQuotePage(): ReactElement {
  const { clientId, requestId } = route.useSearch()
  return (
    <Page title="New quote" eyebrow={<TextLink to="/agency/quotes">Quotes</TextLink>} width="reading">
      {requestId !== undefined && <ForRequest id={requestId} />}
      {requestId === undefined && clientId !== undefined && <ForClient id={clientId} />}
      {requestId === undefined && clientId === undefined && (
        <Empty title="It is not said whom it is for" hint="Begin it on the page of a client or of a request." />
      )}
    </Page>
  )
}

function ForRequest({ id }: { id: string }): ReactElement {
  const request = useQuery({ ...requestQuery(id), refetchInterval: false })
  return (
    <QueryView query={request}>
      {({ client, title, reference }) => (
        <>
          <Text mb="lg">{`For ${client.name}, on ${reference}.`}</Text>
          <Draft clientId={client.id} requestId={id} title={title} />
        </>
      )}
    </QueryView>
  )
}

function ForClient({ id }: { id: string }): ReactElement {
  const client = useQuery(clientQuery(id))
  return (
    <QueryView query={client}>
      {({ name }) => (
        <>
          <Text mb="lg">{`For ${name}.`}</Text>
          <Draft clientId={id} title="" />
        </>
      )}
    </QueryView>
  )
}

interface DraftProps {
  readonly clientId: string
  readonly requestId?: string
  readonly title: string
}

function Draft({ title, ...whose }: DraftProps): ReactElement {
  const navigate = useNavigate()
  // The same key for the same attempt: a repeated click or a lost answer makes one draft.
  const [idempotencyKey] = useState(() => crypto.randomUUID())
  return (
    <QuoteForm
      initial={quoteValues(null, title)}
      send={(input) => api.agency.draftQuote({ body: { ...input, ...whose }, idempotencyKey })}
      done={({ id }) => navigate({ to: '/agency/quotes/$id', params: { id }, replace: true, ignoreBlocker: true })}
    />
  )
}
