import type { ReactElement } from 'react'
import { Amount } from '../amounts.tsx'
import type { Execution } from './types.ts'

interface FeesProps {
  readonly fill: Pick<Execution, 'fees' | 'feeSource'>
  readonly currency: string
}

/** What a fill costs, and whether that is what the account's fee schedule says. */
export function Fees({ fill: { fees, feeSource }, currency }: FeesProps): ReactElement {
  return (
    <>
      <Amount value={fees} currency={currency} />
      {feeSource === 'schedule' && ' estimated'}
    </>
  )
}
