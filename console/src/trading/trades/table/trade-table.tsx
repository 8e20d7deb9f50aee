import { Checkbox } from '@mantine/core'
import '@mantine/core/styles/InlineInput.layer.css'
import '@mantine/core/styles/Checkbox.layer.css'
import type { ReactElement } from 'react'
import { TextLink } from '../../../shell/text-link.tsx'
import { Amount } from '../../amounts.tsx'
import { averageInWords, decimalInWords, riskInWords } from '../../decimals.ts'
import { AccountTime } from '../account-time.tsx'
import styles from '../trades.module.css'
import type { Trade, TradeSearch } from '../types.ts'
import { durationInWords, sideWords, sortWords } from '../words.ts'
import { type ListView, toggled, tradeInWords } from './list-view.ts'
import { SaidOf } from './said-of.tsx'
import { useTradeSearch } from './use-trade-search.ts'

const COLUMNS = 8
const SELECTED_MAX = 500
const HEAD = 1

export function TradeTable(view: ListView): ReactElement {
  const { rows, before, after, trades, hasMore } = view
  return (
    <table className={styles.table} aria-label="Trades" aria-rowcount={hasMore ? -1 : trades.length + HEAD}>
      <thead>
        <tr aria-rowindex={HEAD}>
          <th scope="col">
            <SelectAll {...view} />
          </th>
          <SortedHead sort="symbol" />
          <SortedHead sort="closedAt" />
          <SortedHead sort="hold" />
          <th scope="col" className={styles.number}>
            Entry and exit
          </th>
          <SortedHead sort="net" isNumber />
          <SortedHead sort="r" isNumber />
          <th scope="col">Said of it</th>
        </tr>
      </thead>
      <tbody>
        <Spacer height={before} />
        {rows.map(({ key, index, trade }) => (
          <TradeRow key={key} index={index} trade={trade} view={view} />
        ))}
        <Spacer height={after} />
      </tbody>
    </table>
  )
}

function Spacer({ height }: { height: number }): ReactElement | null {
  if (height === 0) return null
  return (
    <tr className={styles.spacer} aria-hidden>
      <td colSpan={COLUMNS} style={{ height }} />
    </tr>
  )
}

function SelectAll({ trades, selected, onSelect }: ListView): ReactElement {
  const reach = trades.slice(0, SELECTED_MAX)
  const isAll = reach.every(({ id }) => selected.has(id))
  return (
    <Checkbox
      aria-label="Select the trades that are loaded"
      checked={isAll}
      indeterminate={!isAll && selected.size > 0}
      onChange={() => onSelect(new Set(isAll ? [] : reach.map(({ id }) => id)))}
    />
  )
}

function SortedHead({ sort, isNumber = false }: { sort: NonNullable<TradeSearch['sort']>; isNumber?: boolean }) {
  const { search, narrow } = useTradeSearch()
  const isActive = (search.sort ?? 'closedAt') === sort
  const isRising = search.direction === 'asc'
  const turned = isActive && !isRising ? 'asc' : 'desc'
  return (
    <th
      scope="col"
      className={isNumber ? styles.number : undefined}
      aria-sort={isActive ? (isRising ? 'ascending' : 'descending') : 'none'}
    >
      <button
        type="button"
        className={styles.sort}
        data-active={isActive}
        onClick={() => narrow({ sort, direction: turned })}
      >
        {sortWords[sort]}
        <span aria-hidden>{isActive ? (isRising ? ' ↑' : ' ↓') : ''}</span>
      </button>
    </th>
  )
}

function TradeRow({ index, trade, view }: { index: number; trade: Trade; view: ListView }): ReactElement {
  const { id, symbol, side, status, currency, net, percentReturn, r, closedAt, openedAt, holdMs } = trade
  const zone = view.accounts.get(trade.accountId)?.timeZone
  return (
    <tr data-index={index} ref={view.measure} aria-rowindex={index + 1 + HEAD}>
      <td>
        <Checkbox
          aria-label={`Select ${tradeInWords(trade)}`}
          checked={view.selected.has(id)}
          onChange={() => view.onSelect(toggled(view.selected, id))}
        />
      </td>
      <th scope="row">
        <TextLink to="/trading/trades/$id" params={{ id }} search={view.search}>
          {symbol}
        </TextLink>
        <span className={styles.quiet}>
          {sideWords[side]} {decimalInWords(trade.quantityMax)}
        </span>
      </th>
      <td className={styles.when}>
        {closedAt === null || status === 'open' ? 'Open' : <AccountTime at={closedAt} zone={zone} />}
        <span className={styles.quiet}>
          Opened <AccountTime at={openedAt} zone={zone} />
        </span>
      </td>
      <td>{holdMs === null ? '' : durationInWords(holdMs / 1000)}</td>
      <td className={styles.number}>
        {averageInWords(trade.averageEntry)}
        <span className={styles.quiet}>{trade.averageExit === null ? '' : averageInWords(trade.averageExit)}</span>
      </td>
      <td className={styles.number}>
        <Amount value={net} currency={currency} signed />
        <span className={styles.quiet}>{percentReturn === null ? '' : percentOf(percentReturn)}</span>
      </td>
      <td className={styles.number}>{r === null ? '' : riskInWords(r)}</td>
      <td>
        <SaidOf trade={trade} />
      </td>
    </tr>
  )
}

const percent = new Intl.NumberFormat(undefined, { maximumFractionDigits: 2, signDisplay: 'exceptZero' })

function percentOf(value: string): string {
  return `${percent.format(value as Intl.StringNumericLiteral)} %`
}
