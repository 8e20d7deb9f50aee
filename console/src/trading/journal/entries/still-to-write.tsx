import { Button, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { Panel } from '../../../shell/panel.tsx'
import { Row, Rows } from '../../../shell/rows.tsx'
import { TextLink } from '../../../shell/text-link.tsx'
import { When } from '../../../shell/when.tsx'
import { Amount } from '../../amounts.tsx'
import { HiddenByPlan } from '../../hidden-by-plan.tsx'
import { TradeLink } from '../../trade-link.tsx'
import styles from '../journal.module.css'
import { remindersQuery } from '../queries.ts'
import { daysInWords } from '../words.ts'

const FIRST = 5

/** Days that were traded and not written of, and trades nobody has said a word of. */
export function StillToWrite(): ReactElement | null {
  const { data } = useQuery(remindersQuery)
  const [all, setAll] = useState(false)
  if (data === undefined || data.days.length + data.trades.length === 0) return null
  const most = all ? Number.POSITIVE_INFINITY : FIRST
  return (
    <Panel title="Still to be written">
      <Stack gap="md">
        <HiddenByPlan trades={data.hiddenByPlan} />
        {data.days.length > 0 && (
          <div>
            <h3 className={styles.sub}>Days</h3>
            <Rows label="Days without an entry">
              {data.days.slice(0, most).map((day) => (
                <Row
                  key={day}
                  title={
                    <TextLink to="/trading/journal/days/$day" params={{ day }}>
                      {daysInWords({ from: day, to: day })}
                    </TextLink>
                  }
                  detail="Traded, and nothing written"
                />
              ))}
            </Rows>
          </div>
        )}
        {data.trades.length > 0 && (
          <div>
            <h3 className={styles.sub}>Trades</h3>
            <Rows label="Trades without a word">
              {data.trades.slice(0, most).map((trade) => (
                <Row
                  key={trade.id}
                  title={<TradeLink id={trade.id}>{trade.symbol}</TradeLink>}
                  detail={
                    <>
                      Closed <When at={trade.closedAt} />,{' '}
                      <TextLink inherit to="/trading/reviews/$tradeId" params={{ tradeId: trade.id }}>
                        review it
                      </TextLink>
                    </>
                  }
                  aside={<Amount value={trade.net} currency={trade.currency} signed />}
                />
              ))}
            </Rows>
          </div>
        )}
        {!all && Math.max(data.days.length, data.trades.length) > FIRST && (
          <Button variant="default" size="xs" style={{ alignSelf: 'flex-start' }} onClick={() => setAll(true)}>
            Show all
          </Button>
        )}
      </Stack>
    </Panel>
  )
}
