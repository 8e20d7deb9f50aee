import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api } from '../../../api.ts'
import { Panel } from '../../../shell/panel.tsx'
import { QueryView } from '../../../shell/query-view.tsx'
import { Row, Rows } from '../../../shell/rows.tsx'
import { TextLink } from '../../../shell/text-link.tsx'
import { Amount } from '../../amounts.tsx'
import { HiddenByPlan } from '../../hidden-by-plan.tsx'
import { TradeLink } from '../../trade-link.tsx'
import styles from '../journal.module.css'
import { dayTradesQuery, entriesKey, periodQuery } from '../queries.ts'
import { counted, daysInWords, reviewStates } from '../words.ts'
import { RememberedEntries } from './remembered.tsx'

/** What the day came to, its trades, and what was written on days that lie behind. */
export function BesideEntry({ day }: { day: string }): ReactElement {
  return (
    <Stack gap="lg">
      <DayFigures day={day} />
      <DayTrades day={day} />
      <LookBack day={day} />
    </Stack>
  )
}

function DayFigures({ day }: { day: string }): ReactElement {
  const figures = useQuery(periodQuery({ period: 'day', day }))
  return (
    <Panel title="Figures of the day">
      <HiddenByPlan trades={figures.data?.hiddenByPlan} />
      <QueryView query={figures} rows={1}>
        {({ accounts }) => {
          const traded = accounts.filter(({ trades, net }) => trades > 0 || net !== '0')
          if (traded.length === 0) return <p className={styles.hint}>Nothing was closed on this trading day.</p>
          return (
            <Rows label="Figures of the day">
              {traded.map(({ accountId, name, currency, net, trades, wins, losses }) => (
                <Row
                  key={accountId}
                  title={name}
                  detail={`${counted(trades, 'trade')}, ${wins} won, ${losses} lost`}
                  aside={<Amount value={net} currency={currency} signed />}
                />
              ))}
            </Rows>
          )
        }}
      </QueryView>
    </Panel>
  )
}

function DayTrades({ day }: { day: string }): ReactElement | null {
  const trades = useQuery(dayTradesQuery(day))
  if (trades.data?.items.length === 0) return null
  return (
    <Panel title="Trades of the day">
      <QueryView query={trades}>
        {({ items }) => (
          <Rows label="Trades of the day">
            {items.map(({ id, symbol, side, net, currency, reviewState }) => (
              <Row
                key={id}
                title={<TradeLink id={id}>{`${symbol}, ${side}`}</TradeLink>}
                detail={
                  <TextLink inherit to="/trading/reviews/$tradeId" params={{ tradeId: id }}>
                    {reviewStates[reviewState].label}
                  </TextLink>
                }
                aside={<Amount value={net} currency={currency} signed />}
              />
            ))}
          </Rows>
        )}
      </QueryView>
    </Panel>
  )
}

const agos = {
  week: 'A week before',
  month: 'A month before',
  quarter: 'Three months before',
  year: 'A year before',
} as const

function LookBack({ day }: { day: string }): ReactElement | null {
  const { data } = useQuery({
    queryKey: [...entriesKey, 'look-back', day],
    queryFn: async ({ signal }) => (await api.trading.lookBackOnDay({ query: { day }, signal })).items,
  })
  if (data === undefined || data.length === 0) return null
  return (
    <Panel title="Looking back">
      <ul className={styles.plain}>
        {data.map(({ ago, day: then, entries, lesson }) => (
          <li key={ago}>
            <h3 className={styles.sub}>
              {agos[ago]}:{' '}
              <TextLink inherit to="/trading/journal/days/$day" params={{ day: then }}>
                {daysInWords({ from: then, to: then })}
              </TextLink>
            </h3>
            {lesson !== '' && <p>Lesson: {lesson}</p>}
            <RememberedEntries entries={entries} />
          </li>
        ))}
      </ul>
    </Panel>
  )
}
