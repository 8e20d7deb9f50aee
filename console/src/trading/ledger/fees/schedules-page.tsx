import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { ButtonLink } from '../../../shell/button-link.tsx'
import { Empty } from '../../../shell/empty.tsx'
import { Page } from '../../../shell/page.tsx'
import { QueryView } from '../../../shell/query-view.tsx'
import { Row, Rows } from '../../../shell/rows.tsx'
import { TextLink } from '../../../shell/text-link.tsx'
import { tradingQueries } from '../../queries.ts'
import type { FeeSchedule } from '../../types.ts'
import { feeQueries } from './queries.ts'
import { partInWords } from './words.ts'

/** What brokers charge, and which accounts are charged by it. */
export function SchedulesPage(): ReactElement {
  const schedules = useQuery(feeQueries.all())
  return (
    <Page
      title="Fee schedules"
      eyebrow={<TextLink to="/trading/accounts">Accounts</TextLink>}
      lead="What a broker charges. It counts where neither the broker’s file nor you tell a fee, and is marked as an estimate."
      actions={
        <ButtonLink to="/trading/fee-schedules/$id" params={{ id: 'new' }}>
          New fee schedule
        </ButtonLink>
      }
    >
      <QueryView query={schedules}>
        {(items) =>
          items.length === 0 ? (
            <Empty
              title="There is no fee schedule yet"
              hint="Most files tell their fees. For a broker whose files do not, write down its prices here and choose them in the account."
            />
          ) : (
            <Rows label="Fee schedules">
              {items.map((schedule) => (
                <ScheduleRow key={schedule.id} schedule={schedule} />
              ))}
            </Rows>
          )
        }
      </QueryView>
    </Page>
  )
}

function ScheduleRow({ schedule: { id, name, currency, prices } }: { schedule: FeeSchedule }): ReactElement {
  const accounts = useQuery(tradingQueries.accounts()).data ?? []
  const charged = accounts.filter(({ feeScheduleId }) => feeScheduleId === id).map((account) => account.name)
  const latest = prices.at(-1)
  const fees = [...new Set(latest?.rules.map(({ part }) => partInWords(part)))].join(', ')
  return (
    <Row
      title={
        <TextLink to="/trading/fee-schedules/$id" params={{ id }}>
          {name}
        </TextLink>
      }
      detail={[currency, fees, latest !== undefined && `prices from ${latest.validFrom}`].filter(Boolean).join(' · ')}
      aside={charged.length === 0 ? 'No account in use' : charged.join(', ')}
    />
  )
}
