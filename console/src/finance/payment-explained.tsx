import { Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api, type PaymentExplanation } from '../api.ts'
import { Disclosure } from '../shell/disclosure.tsx'
import { Panel } from '../shell/panel.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { When } from '../shell/when.tsx'
import { BookOf } from './book-of.tsx'
import { attemptWords, factInWords, reviewWords, sourceWords } from './explain-words.ts'
import styles from './finance.module.css'
import { providerInWords, sum } from './words.ts'

/** Why a payment stands as it does: what was heard, what decided, and what was booked for it. */
export function PaymentExplained({ id }: { id: string }): ReactElement {
  return (
    <Panel title="Why it stands like this">
      <Disclosure label="Explain this state">
        <Explanation id={id} />
      </Disclosure>
    </Panel>
  )
}

function Explanation({ id }: { id: string }): ReactElement {
  const query = useQuery({
    queryKey: ['finance', 'payments', 'explain', id],
    queryFn: ({ signal }) => api.payments.explain({ path: { id }, signal }),
  })
  return (
    <QueryView query={query}>
      {({ attempts, book }) => (
        <Stack gap="lg" mt="md">
          <Text size="sm">
            The state follows from the set of what was heard, whatever its order and however often it was said.
          </Text>
          {attempts.map((attempt) => (
            <Attempt key={attempt.id} attempt={attempt} />
          ))}
          <BookOf book={book} />
        </Stack>
      )}
    </QueryView>
  )
}

type Tried = PaymentExplanation['attempts'][number]

function Attempt({ attempt: { provider, state, rule, facts } }: { attempt: Tried }): ReactElement {
  return (
    <section aria-label={`What ${providerInWords(provider)} said`}>
      <Text fw={560}>
        {providerInWords(provider)}: {attemptWords[state] ?? state}
      </Text>
      <Text size="sm">The rule that decided: {rule}.</Text>
      <ol className={styles.history} style={{ marginTop: '0.75rem' }}>
        {facts.map((fact) => (
          <li key={`${fact.seenAt}-${fact.kind}-${fact.state}-${fact.reference}`}>
            <Fact fact={fact} />
          </li>
        ))}
      </ol>
    </section>
  )
}

function Fact({ fact }: { fact: Tried['facts'][number] }): ReactElement {
  const { amount, captured, reason, source, eventId, reference, providerAt, seenAt, faults, decides } = fact
  const taken = captured !== null && captured.minor !== '0' ? captured : null
  return (
    <>
      {factInWords(fact)}, {sum((taken ?? amount).minor, (taken ?? amount).currency)}
      {reason !== null && ` (${reason})`} {decides && <StateBadge tone="positive">This decided</StateBadge>}
      {faults.map((fault) => (
        <Text key={fault} size="sm" c="red">
          {reviewWords[fault] ?? fault}
        </Text>
      ))}
      <span className={styles.at}>
        It happened <When at={providerAt} />; {sourceWords[source] ?? source} <When at={seenAt} />
      </span>
      <span className={styles.at}>
        {reference}
        {eventId !== null && `, event ${eventId}`}
      </span>
    </>
  )
}
