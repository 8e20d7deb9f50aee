import { Alert } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { ProblemError } from '../api.ts'
import { TextLink } from '../shell/text-link.tsx'
import { tradingQueries } from './queries.ts'

interface HiddenByPlanProps {
  /** How many of what is looked at; nothing is said of none. */
  readonly trades: number | undefined
  /** Whether they are of somebody else, whose plan nobody here can change. */
  readonly ofOthers?: boolean
}

/** That what stands beside it is not of all trades, and what can be done. */
export function HiddenByPlan({ trades = 0, ofOthers = false }: HiddenByPlanProps): ReactElement | null {
  const { data: usage } = useQuery({ ...tradingQueries.usage(), enabled: trades > 0 && !ofOthers })
  if (trades === 0) return null
  const are = trades === 1 ? 'is' : 'are'
  const counted = trades === 1 ? '1 trade' : `${trades} trades`
  if (ofOthers)
    return (
      <Alert role="status" variant="light">
        {counted} beyond the plan of the trader {are} not shown, and not counted here.
      </Alert>
    )
  const limit = usage?.tradesOpened.limit ?? undefined
  const months = usage?.hiddenByPlan ?? []
  const [month] = months
  const of = months.length === 1 && month !== undefined ? monthInWords(month.month) : 'a month'
  return (
    <Alert role="status" variant="light">
      {counted} beyond your plan{limit === undefined ? '' : `’s ${limit} of ${of}`} {are} hidden, and not counted here.{' '}
      <PlanLink />
    </Alert>
  )
}

/** Where a trade is not shown for the plan's sake: what can be done. */
export function RaiseThePlan({ error }: { error: unknown }): ReactElement | null {
  return error instanceof ProblemError && error.code === 'trading/trade-beyond-plan' ? <PlanLink /> : null
}

function PlanLink(): ReactElement {
  return <TextLink to="/trading/plan">Plan and usage</TextLink>
}

/** 2026-11 as November 2026. */
export function monthInWords(month: string): string {
  return new Date(`${month}-01T00:00:00Z`).toLocaleDateString('en', { month: 'long', year: 'numeric', timeZone: 'UTC' })
}
