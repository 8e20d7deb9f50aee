import { Checkbox } from '@mantine/core'
import '@mantine/core/styles/InlineInput.layer.css'
import '@mantine/core/styles/Checkbox.layer.css'
import type { ReactElement } from 'react'
import { TextLink } from '../../../shell/text-link.tsx'
import { Amount } from '../../amounts.tsx'
import { averageInWords, decimalInWords, riskInWords } from '../../decimals.ts'
import { AccountTime } from '../account-time.tsx'
import styles from '../trades.module.css'
import type { Trade } from '../types.ts'
import { durationInWords, sideWords } from '../words.ts'
import { type ListView, toggled, tradeInWords } from './list-view.ts'
import { SaidOf } from './said-of.tsx'

/** The list where a table has no room. */
export function TradeCards(view: ListView): ReactElement {
  const { rows, before, after, trades, hasMore } = view
  return (
    <>
      <div style={{ height: before }} />
      <ul className={styles.cards} aria-label="Trades">
        {rows.map(({ index, key, trade }) => (
          <li
            key={key}
            className={styles.card}
            data-index={index}
            ref={view.measure}
            aria-posinset={index + 1}
            aria-setsize={hasMore ? -1 : trades.length}
          >
            <TradeCard trade={trade} view={view} />
          </li>
        ))}
      </ul>
      <div style={{ height: after }} />
    </>
  )
}

function TradeCard({ trade, view }: { trade: Trade; view: ListView }): ReactElement {
  const { id, symbol, side, status, net, currency, r, closedAt, openedAt, holdMs } = trade
  const zone = view.accounts.get(trade.accountId)?.timeZone
  const prices = [trade.averageEntry, trade.averageExit].flatMap((price) =>
    price === null ? [] : averageInWords(price),
  )
  return (
    <>
      <Checkbox
        aria-label={`Select ${tradeInWords(trade)}`}
        checked={view.selected.has(id)}
        onChange={() => view.onSelect(toggled(view.selected, id))}
      />
      <span>
        <TextLink to="/trading/trades/$id" params={{ id }} search={view.search} fw={560}>
          {symbol}
        </TextLink>
      </span>
      <span className={styles.end}>
        <Amount value={net} currency={currency} signed />
      </span>
      <span className={styles.rest}>
        {sideWords[side]} {decimalInWords(trade.quantityMax)},{' '}
        {status === 'open' || closedAt === null ? (
          <>
            open since <AccountTime at={openedAt} zone={zone} />
          </>
        ) : (
          <AccountTime at={closedAt} zone={zone} />
        )}
        {holdMs !== null && `, held ${durationInWords(holdMs / 1000)}`}
        {`, ${prices.join(' to ')}`}
        {r !== null && `, ${riskInWords(r)}`}
      </span>
      <span className={styles.rest}>
        <SaidOf trade={trade} />
      </span>
    </>
  )
}
