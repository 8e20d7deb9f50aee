import { Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { Facts } from '../shell/facts.tsx'
import { Page } from '../shell/page.tsx'
import { Panel } from '../shell/panel.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { When } from '../shell/when.tsx'
import styles from './portal.module.css'
import { quoteQuery } from './queries.ts'
import { AnswerQuote } from './quote-answer.tsx'
import { QuoteLines } from './quote-lines.tsx'
import type { ClientQuote } from './types.ts'
import { quoteWords } from './words.ts'

const route = getRouteApi('/portal/portal/quotes/$id')

/** A quote word by word, with the hashes that name exactly this, and the answer to it. */
export function QuotePage(): ReactElement {
  const { id } = route.useParams()
  const quote = useQuery(quoteQuery(id))
  return (
    <Page
      title={quote.data?.title ?? 'Quote'}
      eyebrow={<TextLink to="/portal">Your portal</TextLink>}
      lead={quote.data === undefined ? undefined : `${quote.data.reference}, version ${quote.data.number}`}
      width="reading"
    >
      <QueryView query={quote}>{(found) => <QuoteView quote={found} />}</QueryView>
    </Page>
  )
}

function QuoteView({ quote }: { quote: ClientQuote }): ReactElement {
  const { label, tone } = quoteWords[quote.state]
  return (
    <Stack gap="xl">
      <Panel title="What it costs" aside={<StateBadge tone={tone}>{label}</StateBadge>}>
        <QuoteLines quote={quote} />
        <Facts
          facts={[
            ['Sent', quote.sentAt === null ? null : <When key="sent" at={quote.sentAt} />],
            ['Good until', <When key="until" at={quote.validUntil} />],
            ['Answered', quote.closedAt === null ? null : <When key="closed" at={quote.closedAt} />],
            ['Why it was declined', quote.declineReason],
          ]}
        />
      </Panel>
      <Panel title="Terms">
        {quote.terms === '' ? <Text>None beyond the law.</Text> : <div className={styles.terms}>{quote.terms}</div>}
      </Panel>
      {quote.state === 'sent' && <AnswerQuote quote={quote} />}
      <Panel title="What exactly this is">
        <Text size="sm" mb="sm">
          Each text is named by its SHA-256. An acceptance names both, so that neither side can put another text in its
          place.
        </Text>
        <Facts
          facts={[
            [
              'Quote',
              <span key="quote" className={styles.hash}>
                {quote.contentHash}
              </span>,
            ],
            [
              'Terms',
              <span key="terms" className={styles.hash}>
                {quote.termsHash}
              </span>,
            ],
          ]}
        />
      </Panel>
    </Stack>
  )
}
