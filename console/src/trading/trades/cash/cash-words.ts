import type { CashMovement } from '../types.ts'

export const cashWords: Readonly<Record<CashMovement['kind'], string>> = {
  deposit: 'Deposit',
  withdrawal: 'Withdrawal',
  dividend: 'Dividend',
  interest: 'Interest',
  fee: 'Fee',
  tax: 'Tax',
  fx: 'Exchange of currencies',
}

/** What usually goes out: typed without a sign, it is negative. */
export const goesOut: ReadonlySet<string> = new Set<CashMovement['kind']>(['withdrawal', 'fee', 'tax'])
