import { Button, Group, Stack, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { api } from '../../../api.ts'
import { Panel } from '../../../shell/panel.tsx'
import { QueryView } from '../../../shell/query-view.tsx'
import { Row, Rows } from '../../../shell/rows.tsx'
import { TextLink } from '../../../shell/text-link.tsx'
import { Amount } from '../../amounts.tsx'
import { riskInWords } from '../../decimals.ts'
import styles from '../trades.module.css'
import type { TradeDetail, TradeGroup, TradeSearch } from '../types.ts'
import { useChange } from '../use-change.ts'
import { sideWords } from '../words.ts'
import { tradeQueries } from './trade-queries.ts'

interface GroupPanelProps {
  readonly trade: TradeDetail
  readonly search: TradeSearch
}

/** Several trades looked at as one strategy, such as the legs of a spread. */
export function GroupPanel({ trade, search }: GroupPanelProps): ReactElement {
  return (
    <Panel title="Strategy">
      {trade.groupId === null ? <Alone trade={trade} /> : <Grouped id={trade.groupId} trade={trade} search={search} />}
    </Panel>
  )
}

function Grouped({ id, trade, search }: GroupPanelProps & { id: string }): ReactElement {
  const group = useQuery(tradeQueries.group(id))
  const split = useChange({
    change: (tradeIds: string[] | undefined) =>
      api.trading.splitTrades({ body: { groupId: id, ...(tradeIds === undefined ? {} : { tradeIds }) } }),
    done: 'The strategy is split; the trades are as they were.',
  })
  return (
    <QueryView query={group}>
      {(found) => (
        <Stack>
          <GroupSums group={found} />
          <Rows label="Trades of the strategy">
            {found.trades.map((one) => (
              <Row
                key={one.id}
                title={
                  one.id === trade.id ? (
                    `${one.symbol}, this trade`
                  ) : (
                    <TextLink to="/trading/trades/$id" params={{ id: one.id }} search={search}>
                      {one.symbol}
                    </TextLink>
                  )
                }
                detail={sideWords[one.side]}
                aside={<Amount value={one.net} currency={one.currency} signed />}
              />
            ))}
          </Rows>
          <Group>
            <Button variant="default" loading={split.isPending} onClick={() => split.mutate([trade.id])}>
              Take this trade out
            </Button>
            <Button variant="default" loading={split.isPending} onClick={() => split.mutate(undefined)}>
              Split all of it
            </Button>
          </Group>
        </Stack>
      )}
    </QueryView>
  )
}

function GroupSums({ group: { name, net, currency, r, missing, hiddenByPlan } }: { group: TradeGroup }): ReactElement {
  return (
    <p>
      <strong>{name}</strong>
      {currency !== null && (
        <>
          {': '}
          <Amount value={net} currency={currency} signed />
        </>
      )}
      {r !== null && `, ${riskInWords(r)}`}
      {hiddenByPlan > 0 && `, without ${hiddenByPlan} beyond your plan`}
      {missing > 0 && `, and ${missing} that are not there at the moment`}
    </p>
  )
}

function Alone({ trade }: { trade: TradeDetail }): ReactElement {
  const suggestions = useQuery(tradeQueries.suggestions(trade.accountId)).data ?? []
  const [name, setName] = useState('')
  const merge = useChange({
    change: (tradeIds: string[]) =>
      api.trading.mergeTrades({ body: { tradeIds, ...(name.trim() === '' ? {} : { name: name.trim() }) } }),
    done: 'The trades are one strategy now.',
  })
  const fitting = suggestions.find(({ trades }) => trades.some(({ id }) => id === trade.id))
  if (fitting === undefined)
    return (
      <p className={styles.quiet}>
        It stands alone. Trades of one order, or of one expiry within seconds, are proposed here as a strategy.
      </p>
    )
  const others = fitting.trades.filter(({ id }) => id !== trade.id)
  return (
    <Stack>
      <p>
        Opened {fitting.reason === 'order' ? 'by one order' : 'within seconds, for one expiry,'} with{' '}
        {others.map(({ symbol }) => symbol).join(', ')}.
      </p>
      <Group align="flex-end">
        <TextInput
          label="Name of the strategy"
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button
          variant="default"
          loading={merge.isPending}
          onClick={() => merge.mutate(fitting.trades.map(({ id }) => id))}
        >
          Look at them as one
        </Button>
      </Group>
    </Stack>
  )
}
