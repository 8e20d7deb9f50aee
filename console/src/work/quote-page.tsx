import { Stack } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type ReactElement, useState } from 'react'
import { api } from '../api.ts'
import { Facts } from '../shell/facts.tsx'
import { Page } from '../shell/page.tsx'
import { Panel } from '../shell/panel.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { When } from '../shell/when.tsx'
import { quoteKey, quoteQuery } from './queries.ts'
import { QuoteDocument } from './quote-document.tsx'
import { QuoteForm } from './quote-form.tsx'
import { QuoteSteps } from './quote-steps.tsx'
import { quoteValues } from './quote-values.ts'
import type { Quote } from './types.ts'
import { quoteStates } from './words.ts'

const route = getRouteApi('/sellers/agency/quotes/$id')

export function QuotePage(): ReactElement {
  const { id } = route.useParams()
  const quote = useQuery(quoteQuery(id))
  return (
    <Page
      title={quote.data?.title ?? 'Quote'}
      eyebrow={<TextLink to="/agency/quotes">Quotes</TextLink>}
      lead={quote.data && `${quote.data.reference}, number ${quote.data.number}, for ${quote.data.clientName}`}
    >
      <QueryView query={quote}>{(found) => <QuoteView quote={found} />}</QueryView>
    </Page>
  )
}

function QuoteView({ quote }: { quote: Quote }): ReactElement {
  const { label, tone } = quoteStates[quote.state]
  return (
    <Stack gap="lg">
      <Panel title="Where it stands" aside={<StateBadge tone={tone}>{label}</StateBadge>}>
        <QuoteSteps quote={quote} />
        <Links quote={quote} />
      </Panel>
      <Panel title={quote.state === 'draft' ? 'As it is saved' : 'As it was sent'}>
        <QuoteDocument quote={quote} />
      </Panel>
      {quote.state === 'draft' && <DraftForm quote={quote} />}
    </Stack>
  )
}

/** Saves at the version that the form was read at: what somebody else saved meanwhile is told as a conflict. */
function DraftForm({ quote }: { quote: Quote }): ReactElement {
  const queryClient = useQueryClient()
  const [version, setVersion] = useState(quote.version)
  const { id } = quote
  return (
    <QuoteForm
      initial={quoteValues(quote)}
      send={(input) => api.agency.replaceQuote({ path: { id }, body: { ...input, version } })}
      done={(saved) => {
        setVersion(saved.version)
        queryClient.setQueryData(quoteKey(id), saved)
      }}
    />
  )
}

function Links({ quote: { clientId, clientName, requestId, convertedAt } }: { quote: Quote }): ReactElement {
  return (
    <Facts
      facts={[
        [
          'Client',
          <TextLink key="client" to="/agency/clients/$id" params={{ id: clientId }}>
            {clientName}
          </TextLink>,
        ],
        [
          'Request',
          requestId && (
            <TextLink key="request" to="/agency/requests/$id" params={{ id: requestId }}>
              What was asked for
            </TextLink>
          ),
        ],
        ['Became a project', convertedAt && <When key="converted" at={convertedAt} />],
      ]}
    />
  )
}
