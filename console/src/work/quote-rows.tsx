import type { ReactElement } from 'react'
import { moneyInWords } from '../shell/money.ts'
import { Row, Rows } from '../shell/rows.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { When } from '../shell/when.tsx'
import type { QuoteLine } from './types.ts'
import { quoteStates } from './words.ts'

export function QuoteRows({ quotes }: { quotes: readonly QuoteLine[] }): ReactElement {
  return (
    <Rows label="Quotes">
      {quotes.map((quote) => (
        <Row
          key={quote.id}
          title={
            <TextLink to="/agency/quotes/$id" params={{ id: quote.id }}>
              {quote.title}
            </TextLink>
          }
          detail={
            <>
              {quote.reference}, {quote.clientName},{' '}
              {moneyInWords({ minor: quote.totalMinor, currency: quote.currency })}, until{' '}
              <When at={quote.validUntil} show="day" />
            </>
          }
          aside={<StateBadge tone={quoteStates[quote.state].tone}>{quoteStates[quote.state].label}</StateBadge>}
        />
      ))}
    </Rows>
  )
}
