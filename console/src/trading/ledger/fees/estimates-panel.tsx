import { Button, Checkbox, Stack } from '@mantine/core'
import '@mantine/core/styles/InlineInput.layer.css'
import '@mantine/core/styles/Checkbox.layer.css'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { api } from '../../../api.ts'
import { Disclosure } from '../../../shell/disclosure.tsx'
import { notifyDone } from '../../../shell/notify.ts'
import { Panel } from '../../../shell/panel.tsx'
import { ProblemNotice } from '../../../shell/problem-notice.tsx'
import { QueryView } from '../../../shell/query-view.tsx'
import { TextLink } from '../../../shell/text-link.tsx'
import { Amount } from '../../amounts.tsx'
import { tradingKey } from '../../queries.ts'
import type { EstimatedFees, TradingAccount } from '../../types.ts'
import { feeQueries } from './queries.ts'

/** What charges fills of which no fee is told, and making that anew for those that are there. */
export function EstimatesPanel({ account }: { account: TradingAccount }): ReactElement {
  const { id, feeScheduleId } = account
  const schedule = useQuery({ ...feeQueries.one(feeScheduleId ?? ''), enabled: feeScheduleId !== null }).data
  const [unknown, setUnknown] = useState(false)
  return (
    <Panel title="Fees">
      <Stack gap="md">
        {feeScheduleId === null ? (
          <p>
            A fee that neither a file nor you tell counts as none. A{' '}
            <TextLink to="/trading/fee-schedules">fee schedule</TextLink> would estimate it.
          </p>
        ) : (
          <p>
            A fee that neither a file nor you tell is estimated by{' '}
            <TextLink to="/trading/fee-schedules/$id" params={{ id: feeScheduleId }}>
              {schedule?.name ?? 'its fee schedule'}
            </TextLink>{' '}
            when its fill is recorded.
          </p>
        )}
        <Disclosure label="Estimates of fills that are there">
          <Estimates accountId={id} unknown={unknown} onUnknown={setUnknown} />
        </Disclosure>
      </Stack>
    </Panel>
  )
}

interface EstimatesProps {
  readonly accountId: string
  readonly unknown: boolean
  readonly onUnknown: (unknown: boolean) => void
}

function Estimates({ accountId, unknown, onUnknown }: EstimatesProps): ReactElement {
  const preview = useQuery(feeQueries.estimates(accountId, unknown))
  return (
    <QueryView query={preview}>
      {(found) => (
        <Stack gap="md" align="flex-start">
          {(found.unknown > 0 || unknown) && (
            <Checkbox
              label={`Also ${fillsInWords(found.unknown)} without a fee from before it was kept who told it`}
              checked={unknown}
              onChange={(event) => onUnknown(event.currentTarget.checked)}
            />
          )}
          <Change accountId={accountId} found={found} unknown={unknown} />
        </Stack>
      )}
    </QueryView>
  )
}

interface ChangeProps {
  readonly accountId: string
  readonly found: EstimatedFees
  readonly unknown: boolean
}

function Change({ accountId, found, unknown }: ChangeProps): ReactElement {
  const client = useQueryClient()
  const apply = useMutation({
    mutationFn: () =>
      api.trading.applyEstimatedFees({ path: { id: accountId }, body: { basis: found.basis, unknown } }),
    onSuccess: ({ fills, left }) => {
      const rest = left === 0 ? '.' : `; ${fillsInWords(left)} are left.`
      notifyDone(`The fees of ${fillsInWords(fills)} are made anew, and their trades${rest}`)
    },
    onSettled: () => client.invalidateQueries({ queryKey: tradingKey }),
  })
  if (found.fills === 0) return <p role="status">Every estimated fee is as it would be estimated now.</p>
  return (
    <>
      <ProblemNotice error={apply.error} />
      <ul aria-label="What would change">
        {found.totals.map(({ currency, fills, before, after }) => (
          <li key={currency}>
            {fillsInWords(fills)}: <Amount value={after} currency={currency} /> instead of{' '}
            <Amount value={before} currency={currency} />
          </li>
        ))}
      </ul>
      <p>
        {found.schedule === null
          ? 'Without a schedule the estimates are taken out.'
          : 'The results before and after are kept below.'}
      </p>
      <Button loading={apply.isPending} onClick={() => apply.mutate()}>
        {`Make the fees of ${fillsInWords(found.fills)} anew`}
      </Button>
    </>
  )
}

function fillsInWords(count: number): string {
  return `${new Intl.NumberFormat().format(count)} ${count === 1 ? 'fill' : 'fills'}`
}
