import { Group, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../../../api.ts'
import { ButtonLink } from '../../../shell/button-link.tsx'
import { Empty } from '../../../shell/empty.tsx'
import { Page } from '../../../shell/page.tsx'
import { PagedList } from '../../../shell/paged-list.tsx'
import { Panel } from '../../../shell/panel.tsx'
import { QueryView } from '../../../shell/query-view.tsx'
import { TextLink } from '../../../shell/text-link.tsx'
import { usePages } from '../../../shell/use-pages.ts'
import { addDays } from '../../../shell/zoned.ts'
import styles from '../journal.module.css'
import { entriesKey, reflectionQuery } from '../queries.ts'
import { dayInWords, isDay } from '../words.ts'
import { BesideEntry } from './beside-entry.tsx'
import { EntryCards } from './entry-stream.tsx'
import { ReflectionPanel } from './reflection-panel.tsx'

const route = getRouteApi('/traders/trading/journal/days/$day')

/** All that was written of a day, beside what it came to. */
export function DayPage(): ReactElement {
  const { day } = route.useParams()
  const back = <TextLink to="/trading/journal">Journal</TextLink>
  if (!isDay(day))
    return (
      <Page title="No such day" eyebrow={back}>
        <Empty title="That is no day" hint="Choose one in the journal." />
      </Page>
    )
  return (
    <Page
      title={dayInWords(day)}
      eyebrow={back}
      actions={
        <Group gap="xs">
          <ButtonLink variant="default" to="/trading/journal/days/$day" params={{ day: addDays(day, -1) }}>
            Day before
          </ButtonLink>
          <ButtonLink variant="default" to="/trading/journal/days/$day" params={{ day: addDays(day, 1) }}>
            Next day
          </ButtonLink>
          <ButtonLink to="/trading/journal/new" search={{ day }}>
            Write about this day
          </ButtonLink>
        </Group>
      }
    >
      <div className={styles.sides} key={day}>
        <Stack gap="lg">
          <DayEntries day={day} />
          <Reflection day={day} />
        </Stack>
        <BesideEntry day={day} />
      </div>
    </Page>
  )
}

function DayEntries({ day }: { day: string }): ReactElement {
  const pages = usePages([...entriesKey, 'of-day', day], ({ cursor, signal }) =>
    api.trading.listJournal({ query: { from: day, to: day, ...(cursor === undefined ? {} : { cursor }) }, signal }),
  )
  return (
    <Panel title="Entries">
      <PagedList
        pages={pages}
        empty={<p className={styles.hint}>Nothing is written of this day. “Write about this day” begins an entry.</p>}
      >
        {(entries) => <EntryCards label="Entries of this day" entries={entries} />}
      </PagedList>
    </Panel>
  )
}

function Reflection({ day }: { day: string }): ReactElement {
  const reflection = useQuery(reflectionQuery(day))
  return <QueryView query={reflection}>{(read) => <ReflectionPanel day={day} reflection={read} />}</QueryView>
}
