import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api } from '../../../api.ts'
import { TextLink } from '../../../shell/text-link.tsx'
import type { TradingImport } from '../../types.ts'
import { importsKey } from './queries.ts'

/** How what the broker reports in the file agrees with what we computed; nothing where it reports nothing. */
export function Reconciled({ batch: { id, accountId, updatedAt } }: { batch: TradingImport }): ReactElement | null {
  const { data } = useQuery({
    queryKey: [...importsKey, 'reconciliation', id, updatedAt],
    queryFn: ({ signal }) => api.trading.getImportReconciliation({ path: { id }, signal }),
  })
  if (data === undefined || data.rows.total + data.statements.total === 0) return null
  const { rows, statements } = data
  const said = [
    rows.total > 0 && `of ${counted(rows.total, 'result', 'results')} of rows ${agreement(rows)}`,
    statements.total > 0 &&
      `of ${counted(statements.total, 'statement', 'statements')} of days ${agreement(statements)}`,
  ].filter((one) => one !== false)
  const isAtOdds = rows.mismatch + rows.unseen + statements.mismatch + statements.unseen > 0
  return (
    <p>
      Your broker reports results itself: {said.join('; ')}.{' '}
      <TextLink
        to="/trading/reconciliation"
        search={{ account: accountId, ...(isAtOdds ? { differing: true } : { all: true }) }}
      >
        {isAtOdds ? 'See what differs' : 'See them beside ours'}
      </TextLink>
    </p>
  )
}

type Counts = Awaited<ReturnType<typeof api.trading.getImportReconciliation>>['rows']

function agreement({ total, explained, resolved, mismatch, unseen }: Counts): string {
  const off = mismatch + unseen
  const others = [
    explained > 0 && `${explained} for a reason we know`,
    resolved > 0 && `${resolved} for one you gave`,
  ].filter((one) => one !== false)
  const agreed = off === 0 ? (total === 1 ? 'it agrees' : 'all agree') : `${total - off} agree`
  const known = others.length === 0 ? '' : ` (${others.join(', ')})`
  return off === 0 ? `${agreed}${known}` : `${agreed}${known}, ${off} ${off === 1 ? 'does' : 'do'} not`
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`
}
