import type { ReactElement } from 'react'
import styles from './amounts.module.css'
import { amountInWords, decimalInWords, signOfDecimal } from './decimals.ts'

interface AmountProps {
  /** A decimal as the server writes it. */
  readonly value: string
  readonly currency: string
  /** A gain or a loss: with its sign, which the colour only repeats. */
  readonly signed?: boolean
}

/** Money; what rounding leaves out stands in the title. */
export function Amount({ value, currency, signed = false }: AmountProps): ReactElement {
  const tone = signed ? { '1': styles.gain, '-1': styles.loss, '0': undefined }[signOfDecimal(value)] : undefined
  return (
    <span className={[styles.amount, tone].filter(Boolean).join(' ')} title={`${decimalInWords(value)} ${currency}`}>
      {amountInWords(value, currency, { signed })}
    </span>
  )
}

/** A quantity, a price or a multiplier with all its digits. */
export function Quantity({ value, signed = false }: { value: string; signed?: boolean }): ReactElement {
  return <span className={styles.amount}>{decimalInWords(value, { signed })}</span>
}
