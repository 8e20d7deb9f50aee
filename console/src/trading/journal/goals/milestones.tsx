import type { ReactElement } from 'react'
import { api } from '../../../api.ts'
import { PagedList } from '../../../shell/paged-list.tsx'
import { Panel } from '../../../shell/panel.tsx'
import { Row, Rows } from '../../../shell/rows.tsx'
import { usePages } from '../../../shell/use-pages.ts'
import { When } from '../../../shell/when.tsx'
import styles from '../journal.module.css'
import { goalsKey } from '../queries.ts'

/** What was reached, found once an hour and told by mail as well. */
export function Milestones(): ReactElement {
  const pages = usePages([...goalsKey, 'milestones'], ({ cursor, signal }) =>
    api.trading.listMilestones({ query: cursor === undefined ? {} : { cursor }, signal }),
  )
  return (
    <Panel title="Milestones">
      <PagedList
        pages={pages}
        empty={
          <p className={styles.hint}>
            None yet. Goals, trades closed, days with a journal and reviews bring them; we look once an hour.
          </p>
        }
      >
        {(milestones) => (
          <Rows label="Milestones">
            {milestones.map(({ id, title, reachedAt }) => (
              <Row key={id} title={title} detail={<When at={reachedAt} />} />
            ))}
          </Rows>
        )}
      </PagedList>
    </Panel>
  )
}
