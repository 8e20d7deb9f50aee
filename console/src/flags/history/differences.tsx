import type { ReactElement } from 'react'
import { Said } from '../../forms/field-changes.tsx'
import { Disclosure } from '../../shell/disclosure.tsx'
import { StateBadge, type Tone } from '../../shell/state-badge.tsx'
import { type ContentKind, type Difference, differencesOf } from './difference.ts'
import styles from './differences.module.css'

interface DifferencesProps {
  /** What the list is called: `What change 3 says`. */
  readonly label: string
  readonly kind: ContentKind
  readonly before: unknown
  readonly after: unknown
}

const kinds: Readonly<Record<Difference['what'], { readonly word: string; readonly tone: Tone }>> = {
  added: { word: 'Added', tone: 'positive' },
  removed: { word: 'Removed', tone: 'negative' },
  moved: { word: 'Moved', tone: 'quiet' },
  changed: { word: 'Changed', tone: 'caution' },
}

/** What is said otherwise, in words one by one, and whole as JSON for whoever asks. */
export function Differences({ label, kind, before, after }: DifferencesProps): ReactElement {
  const differences = differencesOf(kind, before, after)
  return (
    <div>
      {differences.length === 0 ? <p>It says the same.</p> : <DifferenceList label={label} differences={differences} />}
      <Disclosure label={`${label}, as JSON`}>
        <div className={styles.both}>
          <Whole title="Before" content={before} />
          <Whole title="After" content={after} />
        </div>
      </Disclosure>
    </div>
  )
}

interface DifferenceListProps {
  readonly label: string
  readonly differences: readonly Difference[]
}

/** What is said otherwise, one by one: what was, struck out, and what is. */
export function DifferenceList({ label, differences }: DifferenceListProps): ReactElement {
  return (
    <ul className={styles.list} aria-label={label}>
      {differences.map(({ title, what, from, to }) => (
        <li key={`${what} ${title}`}>
          <div className={styles.head}>
            <span>{title}</span>
            <StateBadge tone={kinds[what].tone}>{kinds[what].word}</StateBadge>
          </div>
          {from !== undefined && <Said as="del">{from}</Said>}
          {to !== undefined && <Said as="ins">{to}</Said>}
        </li>
      ))}
    </ul>
  )
}

function Whole({ title, content }: { title: string; content: unknown }): ReactElement {
  return (
    <figure className={styles.whole}>
      <figcaption>{title}</figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keys */}
      <pre tabIndex={0}>{content === null ? 'Nothing' : JSON.stringify(content, null, 2)}</pre>
    </figure>
  )
}
