import type { ReactElement } from 'react'
import { Row, Rows } from '../../../shell/rows.tsx'
import { StateBadge } from '../../../shell/state-badge.tsx'
import { amountInWords, decimalInWords, priceInWords } from '../../decimals.ts'
import type { ImportOutcome, ImportPreview } from '../../types.ts'
import styles from './imports.module.css'
import { outcomeWords, reasonInWords } from './words.ts'

type ReadRecord = ImportPreview['rows'][number]['records'][number]

interface Fee {
  readonly currency: string
  readonly amount: string
}

interface ShownRow {
  /** As a spreadsheet numbers it. */
  readonly row: number
  readonly raw: string | null
  readonly outcome: ImportOutcome | 'read'
  readonly reason: string | null
  readonly field: string | null
  readonly records?: readonly ReadRecord[]
  /** That no rate is known for: they are in no sum. */
  readonly unconvertedFees?: readonly Fee[]
}

interface RowListProps {
  readonly rows: readonly ShownRow[]
  /** Of the account, for what names none. */
  readonly currency: string
  /** By whose clock times are told. */
  readonly zone: string
}

/** Rows of a file: what was read of each or why not, and the line as it stands in the file. */
export function RowList({ rows, currency, zone }: RowListProps): ReactElement {
  const clock = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium', timeZone: zone })
  const isTimed = rows.some(({ records = [] }) => records.length > 0)
  return (
    <>
      {isTimed && <p className={styles.clock}>Times by the clock of {zone}</p>}
      <Rows label="Rows of the file">
        {rows.map(({ row, raw, outcome, reason, field, records = [], unconvertedFees = [] }) => (
          <Row
            key={row}
            title={[`Row ${row}`, ...records.map((record) => recordInWords(record, currency))].join(' · ')}
            detail={
              <>
                {records[0] !== undefined && records[0].at !== '' && (
                  <time dateTime={records[0].at}>{clock.format(new Date(records[0].at))}</time>
                )}
                {reason !== null && (
                  <div>
                    {reasonInWords(reason)}
                    {field === null ? '' : `: column ${field}`}
                  </div>
                )}
                {unconvertedFees.length > 0 && <div>{feesInWords(unconvertedFees)}</div>}
                <code className={styles.raw}>{raw ?? 'The line was dropped after its time.'}</code>
              </>
            }
            aside={<StateBadge tone={outcomeWords[outcome].tone}>{outcomeWords[outcome].words}</StateBadge>}
          />
        ))}
      </Rows>
    </>
  )
}

/** Bought 100 AAPL at $10.00, fees $1.00. */
function recordInWords({ fees, feeSource, ...record }: ReadRecord, own: string): string {
  const { type, what, symbol, quantity, price, currency } = record
  const money = (value: string): string => amountInWords(value, currency ?? own)
  if (type === 'cash') return `${capital(what)} ${money(price)}${symbol === null ? '' : ` for ${symbol}`}`
  if (type === 'split') return `Split of ${symbol ?? ''}${price === '' ? '' : `, ${price.replace(':', ' for ')}`}`
  const mark = feeSource === 'schedule' ? ' (estimated)' : ''
  const costs = fees === null || (fees === '0' && mark === '') ? '' : `, fees ${money(fees)}${mark}`
  const at = priceInWords(price, currency ?? own)
  return `${what === 'buy' ? 'Bought' : 'Sold'} ${decimalInWords(quantity ?? '0')} ${symbol ?? ''} at ${at}${costs}`
}

function feesInWords(fees: readonly Fee[]): string {
  const amounts = fees.map(({ amount, currency }) => amountInWords(amount, currency)).join(', ')
  return `Fees of ${amounts} are in no sum: no rate is known`
}

function capital(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`
}
