import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useId } from 'react'
import type { api } from '../../api.ts'
import { Page } from '../../shell/page.tsx'
import { Panel } from '../../shell/panel.tsx'
import { QueryView } from '../../shell/query-view.tsx'
import { Row, Rows } from '../../shell/rows.tsx'
import { StateBadge } from '../../shell/state-badge.tsx'
import { When } from '../../shell/when.tsx'
import { monthInWords } from '../hidden-by-plan.tsx'
import bar from '../meter.module.css'
import { tradingQueries } from '../queries.ts'
import { OwnPlan } from './own-plan.tsx'
import styles from './plan.module.css'
import { PlanChoice } from './plan-choice.tsx'

type Usage = Awaited<ReturnType<typeof api.trading.getUsage>>
type Counter = Usage['tradesOpened']

/** What a trader may keep, and how much of it is used. */
export function PlanPage(): ReactElement {
  const usage = useQuery(tradingQueries.usage())
  return (
    <Page
      title="Plan and usage"
      lead="What your plan allows, how much of it you used, and what else there is."
      width="reading"
    >
      <Stack gap="xl">
        <OwnPlan />
        <QueryView query={usage} rows={4}>
          {(one) => <Used usage={one} />}
        </QueryView>
        <PlanChoice />
      </Stack>
    </Page>
  )
}

function Used({ usage }: { usage: Usage }): ReactElement {
  const { period, tradesOpened, journalEntries, activePlaybooks, tradesBeyondLimit, hiddenByPlan } = usage
  return (
    <>
      <Panel title="This month">
        <Stack gap="lg">
          <Bar label="Trades opened" counter={tradesOpened}>
            {tradesBeyondLimit > 0 &&
              `${tradesBeyondLimit} beyond the limit. They are kept, and shown once the plan is raised.`}
          </Bar>
          <Bar label="Journal entries" counter={journalEntries}>
            {isFull(journalEntries) && 'New entries are refused until the count starts anew.'}
          </Bar>
          <p className={styles.hint}>
            Counted by the calendar month; the count starts anew <When at={period.until} zone="UTC" />.
          </p>
        </Stack>
      </Panel>
      {hiddenByPlan.length > 0 && (
        <Panel title="Hidden trades">
          <p>
            The plan shows the first {tradesOpened.limit} trades that are opened in a month. The others are kept: lists,
            figures, exports of trades, reports, shares and mentors are without them. Balances, cash, reconciliation,
            risk profiles, alerts, goals, fills and account files are of all.
          </p>
          <Rows label="Months with hidden trades">
            {hiddenByPlan.map(({ month, trades }) => (
              <Row key={month} title={monthInWords(month)} aside={`${trades} hidden`} />
            ))}
          </Rows>
        </Panel>
      )}
      <Panel title="At any time">
        <Bar label="Active playbooks" counter={activePlaybooks}>
          {isFull(activePlaybooks) && 'Archive one to make room for another.'}
        </Bar>
      </Panel>
    </>
  )
}

const isFull = ({ used, limit }: Counter): boolean => limit !== null && used >= limit

interface BarProps {
  readonly label: string
  readonly counter: Counter
  /** What to know of it, if anything. */
  readonly children: string | false
}

function Bar({ label, counter, children }: BarProps): ReactElement {
  const id = useId()
  const { used, limit } = counter
  return (
    <div>
      <div className={styles.head}>
        <span id={id}>{label}</span>
        <span className={styles.count}>
          {limit === null ? `${used}, no limit` : `${used} of ${limit}`}{' '}
          {limit !== null && used > limit && <StateBadge tone="caution">Beyond</StateBadge>}
          {limit !== null && used === limit && <StateBadge tone="caution">Full</StateBadge>}
        </span>
      </div>
      {limit !== null && (
        <meter className={bar.meter} aria-labelledby={id} min={0} max={limit} value={Math.min(used, limit)} />
      )}
      {children !== false && <p className={styles.hint}>{children}</p>}
    </div>
  )
}
