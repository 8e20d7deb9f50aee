import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api } from '../../../api.ts'
import { Empty } from '../../../shell/empty.tsx'
import { PagedList } from '../../../shell/paged-list.tsx'
import { TextLink } from '../../../shell/text-link.tsx'
import { usePages } from '../../../shell/use-pages.ts'
import { When } from '../../../shell/when.tsx'
import { HiddenByPlan } from '../../hidden-by-plan.tsx'
import { TradeLink } from '../../trade-link.tsx'
import styles from '../journal.module.css'
import { entriesKey } from '../queries.ts'
import type { FoundWords } from '../types.ts'
import { daysInWords } from '../words.ts'
import { askedOf, type JournalFilter } from './journal-filter.ts'

/** Entries and notes of trades that hold the words, with what was found marked. */
export function FoundList({ words, filter }: { words: string; filter: JournalFilter }): ReactElement {
  const pages = usePages([...entriesKey, 'found', filter], ({ cursor, signal }) =>
    api.trading.searchJournal({
      query: { ...askedOf(filter), q: words, ...(cursor === undefined ? {} : { cursor }) },
      signal,
    }),
  )
  const hidden = useQuery({
    queryKey: [...entriesKey, 'hidden', filter],
    queryFn: async ({ signal }) =>
      (await api.trading.searchJournal({ query: { ...askedOf(filter), q: words, limit: 1 }, signal })).hiddenByPlan,
  })
  const hint = 'Whole words are looked for, in whatever form. Put several in quotes to find them side by side.'
  return (
    <>
      <HiddenByPlan trades={hidden.data} />
      <PagedList pages={pages} empty={<Empty title="Nothing found" hint={hint} />}>
        {(found) => (
          <ul className={styles.cards} aria-label="Found in the journal">
            {found.map((one) => (
              <li key={`${one.kind} ${one.id}`} className={styles.card}>
                <FoundTitle found={one} />
                <p className={styles.excerpt}>
                  <Marked found={one} />
                </p>
                <p className={styles.meta}>
                  {one.day === null ? 'Note of a trade' : daysInWords({ from: one.day, to: one.day })}, written{' '}
                  <When at={one.updatedAt} />
                </p>
              </li>
            ))}
          </ul>
        )}
      </PagedList>
    </>
  )
}

function FoundTitle({ found: { kind, id, title } }: { found: FoundWords }): ReactElement {
  if (kind === 'note') return <TradeLink id={id}>The trade</TradeLink>
  return (
    <TextLink to="/trading/journal/entries/$id" params={{ id }} className={styles.cardTitle ?? ''}>
      {title.trim() === '' ? 'Entry without a title' : title}
    </TextLink>
  )
}

function Marked({ found: { excerpt, highlights } }: { found: FoundWords }): ReactElement {
  const parts = highlights.flatMap(({ start, end }, at) => [
    { start: highlights[at - 1]?.end ?? 0, text: excerpt.slice(highlights[at - 1]?.end ?? 0, start), isFound: false },
    { start, text: excerpt.slice(start, end), isFound: true },
  ])
  return (
    <>
      {parts.map(({ start, text, isFound }) =>
        isFound ? <mark key={`found ${start}`}>{text}</mark> : <span key={start}>{text}</span>,
      )}
      {excerpt.slice(highlights.at(-1)?.end ?? 0)}
    </>
  )
}
