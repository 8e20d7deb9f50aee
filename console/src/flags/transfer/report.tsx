import { Stack, Text, Title } from '@mantine/core'
import type { ReactElement } from 'react'
import { Disclosure } from '../../shell/disclosure.tsx'
import { Row, Rows } from '../../shell/rows.tsx'
import { StateBadge, type Tone } from '../../shell/state-badge.tsx'
import type { ImportReport } from '../more-queries.ts'
import styles from './report.module.css'

type Item = ImportReport['items'][number]
type Fault = ImportReport['faults'][number]

const outcomes: Readonly<Record<Item['outcome'], { readonly label: string; readonly tone: Tone }>> = {
  fault: { label: 'Left out: at fault', tone: 'negative' },
  conflict: { label: 'Left out: it differs here', tone: 'caution' },
  created: { label: 'Made', tone: 'positive' },
  changed: { label: 'Changed', tone: 'positive' },
  unchanged: { label: 'The same already', tone: 'quiet' },
}

/** What becomes, or became, of everything in a file, what needs a look first. */
export function Report({ report: { isApplied, faults, items } }: { report: ImportReport }): ReactElement {
  const groups = Object.entries(outcomes).flatMap(([outcome, words]) => {
    const of = items.filter((item) => item.outcome === outcome)
    return of.length === 0 ? [] : [{ outcome, ...words, of }]
  })
  return (
    <Stack gap="md">
      <Text role="status">
        {isApplied ? 'Taken in: ' : 'Tried, and nothing was written: '}
        {groups.map(({ label, of }) => `${of.length} ${label.toLowerCase()}`).join(', ') || 'nothing'}.
      </Text>
      {faults.length > 0 && (
        <section>
          <Title order={3} size="sm">
            What cannot be carried over
          </Title>
          <FaultList faults={faults} />
        </section>
      )}
      <Rows label="What becomes of the file">
        {groups.flatMap(({ of, label, tone }) =>
          of.map((item) => (
            <Row
              key={`${item.kind} ${item.key} ${item.environment}`}
              title={nameOf(item)}
              detail={<Detail item={item} />}
              aside={<StateBadge tone={tone}>{label}</StateBadge>}
            />
          )),
        )}
      </Rows>
    </Stack>
  )
}

function nameOf({ kind, key, environment }: Item): string {
  if (kind === 'segment') return `The segment ${key}`
  return environment === null ? key : `${key} in ${environment}`
}

function Detail({ item }: { item: Item }): ReactElement | null {
  if (item.faults.length > 0) return <FaultList faults={item.faults} />
  if (item.changes.length === 0) return null
  return (
    <Disclosure label={`What differs: ${nameOf(item)}`}>
      <ul className={styles.list}>
        {item.changes.map(({ pointer, from, to }) => (
          <li key={pointer}>
            <code>{pointer}</code>: {JSON.stringify(from)} <span aria-hidden>→</span> {JSON.stringify(to)}
          </li>
        ))}
      </ul>
    </Disclosure>
  )
}

function FaultList({ faults }: { faults: readonly Fault[] }): ReactElement {
  return (
    <ul className={styles.list}>
      {faults.map(({ pointer, detail }) => (
        <li key={`${pointer} ${detail}`}>
          {pointer !== '' && (
            <>
              <code>{pointer}</code>:{' '}
            </>
          )}
          {detail}
        </li>
      ))}
    </ul>
  )
}
