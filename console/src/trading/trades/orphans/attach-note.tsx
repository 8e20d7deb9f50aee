import { Button, Group, NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { api } from '../../../api.ts'
import { ProblemNotice } from '../../../shell/problem-notice.tsx'
import { tradingKey } from '../../queries.ts'
import { useAccountsById } from '../account-time.tsx'
import styles from '../trades.module.css'
import type { OrphanedNote, Trade } from '../types.ts'
import { useChange } from '../use-change.ts'
import { sideWords } from '../words.ts'

const BESIDE = 50

/** Gives the note to another trade of its account: those of its symbol, the latest first. */
export function AttachNote({ note, name }: { note: OrphanedNote; name: string }): ReactElement {
  const { tradeId, accountId, symbol } = note
  const zone = useAccountsById().get(accountId)?.timeZone
  const [chosen, setChosen] = useState('')
  const trades = useQuery({
    queryKey: [...tradingKey, 'trades', 'beside', accountId, symbol],
    queryFn: async ({ signal }) => {
      const query = { account: [accountId], sort: 'openedAt' as const, limit: BESIDE }
      return (await api.trading.listTrades({ query: symbol === null ? query : { ...query, symbol: [symbol] }, signal }))
        .items
    },
  })
  const attach = useChange({
    change: () => api.trading.attachNote({ path: { id: tradeId }, body: { tradeId: chosen } }),
    done: 'The note belongs to the other trade now.',
  })
  if (trades.error !== null) return <ProblemNotice error={trades.error} />
  if (trades.data?.length === 0)
    return (
      <span className={styles.quiet}>
        There is no other trade of {symbol ?? 'the account'} that it could be given to.
      </span>
    )
  return (
    <Group align="flex-end">
      <NativeSelect
        label="Give it to"
        aria-label={`Give the note of ${name} to`}
        value={chosen}
        data={[
          { value: '', label: 'Choose a trade' },
          ...(trades.data ?? []).map((trade) => ({ value: trade.id, label: choiceOf(trade, zone) })),
        ]}
        onChange={(event) => setChosen(event.currentTarget.value)}
      />
      <Button
        variant="default"
        disabled={chosen === ''}
        loading={attach.isPending}
        onClick={() => attach.mutate(undefined)}
      >
        Give it to this trade
      </Button>
    </Group>
  )
}

function choiceOf({ symbol, side, openedAt, hasNotes }: Trade, timeZone: string | undefined): string {
  const format = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short', timeZone })
  const noted = hasNotes ? ', has a note' : ''
  return `${symbol}, ${sideWords[side].toLowerCase()}, ${format.format(new Date(openedAt))}${noted}`
}
