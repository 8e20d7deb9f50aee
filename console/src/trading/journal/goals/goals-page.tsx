import { Button, Stack } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import { api } from '../../../api.ts'
import { Empty } from '../../../shell/empty.tsx'
import { Page } from '../../../shell/page.tsx'
import { PagedList } from '../../../shell/paged-list.tsx'
import { usePages } from '../../../shell/use-pages.ts'
import styles from '../journal.module.css'
import { goalsKey } from '../queries.ts'
import { DigestPanel } from './digest-panel.tsx'
import { GoalCard } from './goal-card.tsx'
import { GoalDialog } from './goal-dialog.tsx'
import { Milestones } from './milestones.tsx'

export function GoalsPage(): ReactElement {
  const [isNew, setNew] = useState(false)
  const pages = usePages([...goalsKey, 'list'], ({ cursor, signal }) =>
    api.trading.listGoals({ query: cursor === undefined ? {} : { cursor }, signal }),
  )
  return (
    <Page
      title="Goals"
      lead="What you want to reach in each week or month, and how it stands."
      actions={<Button onClick={() => setNew(true)}>New goal</Button>}
    >
      {isNew && <GoalDialog goal={null} onClose={() => setNew(false)} />}
      <Stack gap="xl">
        <PagedList
          pages={pages}
          empty={
            <Empty
              title="No goal yet"
              hint="Begin with what you control: days with a journal, or trades a day at most."
              action={<Button onClick={() => setNew(true)}>Set the first one</Button>}
            />
          }
        >
          {(goals) => (
            <ul className={styles.cards} aria-label="Goals">
              {goals.map((goal) => (
                <GoalCard key={goal.id} goal={goal} />
              ))}
            </ul>
          )}
        </PagedList>
        <Milestones />
        <DigestPanel />
      </Stack>
    </Page>
  )
}
