import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { askAgain } from '../../../files/ask-again.ts'
import { TextLink } from '../../../shell/text-link.tsx'
import { tradingQueries } from '../../queries.ts'
import styles from '../journal.module.css'
import type { EntryLine } from '../types.ts'
import { dayInWords, graded, moods, scopes, titleOf } from '../words.ts'
import { pictureUrl } from './pictures.ts'

const PICTURES_SHOWN = 4

/** Entries under the day they are of, the newest day first. */
export function EntryStream({ entries }: { entries: readonly EntryLine[] }): ReactElement {
  const days = Map.groupBy(entries, ({ day }) => day)
  return (
    <div className={styles.stream}>
      {[...days].map(([day, written]) => (
        <section key={day} aria-labelledby={`day-${day}`}>
          <h2 className={styles.day} id={`day-${day}`}>
            <TextLink inherit to="/trading/journal/days/$day" params={{ day }}>
              {dayInWords(day)}
            </TextLink>
          </h2>
          <EntryCards label={`Entries of ${dayInWords(day)}`} entries={written} />
        </section>
      ))}
    </div>
  )
}

export function EntryCards({ label, entries }: { label: string; entries: readonly EntryLine[] }): ReactElement {
  return (
    <ul className={styles.cards} aria-label={label}>
      {entries.map((entry) => (
        <EntryCard key={entry.id} entry={entry} />
      ))}
    </ul>
  )
}

function EntryCard({ entry }: { entry: EntryLine }): ReactElement {
  const tags = useQuery(tradingQueries.tags()).data ?? []
  const names = tags.filter(({ id }) => entry.tagIds.includes(id)).map(({ name }) => name)
  const { id, mood, moodWords, fileIds, excerpt } = entry
  const said = [scopes[entry.scope], mood === null ? null : `Mood: ${graded(mood, moods)}`, ...moodWords, ...names]
  return (
    <li className={styles.card}>
      <TextLink to="/trading/journal/entries/$id" params={{ id }} className={styles.cardTitle ?? ''}>
        {titleOf(entry)}
      </TextLink>
      {excerpt !== '' && <p className={styles.excerpt}>{excerpt}</p>}
      {fileIds.length > 0 && (
        <div className={styles.thumbnails}>
          {fileIds.slice(0, PICTURES_SHOWN).map((fileId) => (
            <img
              key={fileId}
              src={pictureUrl(fileId, 'small')}
              alt=""
              loading="lazy"
              onError={(event) => askAgain(event.currentTarget)}
            />
          ))}
        </div>
      )}
      <p className={styles.meta}>{said.filter((part) => part !== null).join(', ')}</p>
    </li>
  )
}
