import { Anchor, NativeSelect, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../../api.ts'
import { Filters } from '../../shell/filters.tsx'
import { Page } from '../../shell/page.tsx'
import { Panel } from '../../shell/panel.tsx'
import { QueryView } from '../../shell/query-view.tsx'
import { Row, Rows } from '../../shell/rows.tsx'
import { AccountChoice } from '../account-choice.tsx'
import { DayFields } from '../figures/day-fields.tsx'
import { type Period, periodOf, periods, stretchOf } from '../figures/periods.ts'
import { PeriodFigures } from '../journal/reviews/period-figures.tsx'
import { today } from '../journal/words.ts'
import { tradingKey } from '../queries.ts'
import { ByMail } from './by-mail.tsx'
import { type ReportsSearch, reportAsked, reportsSearchIn } from './reports-search.ts'

const route = getRouteApi('/traders/trading/reports')

/** A stretch of trading days, to read, to print and to reckon with, and the same by mail. */
export function ReportsPage(): ReactElement {
  const asked = reportAsked(route.useSearch(), today())
  const report = useQuery({
    queryKey: [...tradingKey, 'reports', asked],
    queryFn: ({ signal }) => api.trading.getPeriodReport({ query: asked, signal }),
  })
  return (
    <Page title="Reports" lead="What a week, a month or any other stretch of trading days came to.">
      <ReportFilters asked={asked} />
      <Stack gap="xl">
        <QueryView query={report}>
          {(answer) => (
            <Stack gap="xl">
              <Downloads asked={asked} />
              <PeriodFigures review={answer} />
            </Stack>
          )}
        </QueryView>
        <ByMail />
      </Stack>
    </Page>
  )
}

type Asked = ReturnType<typeof reportAsked>

function ReportFilters({ asked }: { asked: Asked }): ReactElement {
  const navigate = route.useNavigate()
  const narrow = (change: ReportsSearch | { readonly account: undefined }): void => {
    void navigate({ search: reportsSearchIn({ ...asked, ...change }), replace: true, resetScroll: false })
  }
  const now = today()
  const { all: _, ...named } = periods
  return (
    <Filters label="Report">
      <NativeSelect
        label="Period"
        value={periodOf(asked, now)}
        onChange={(event) => {
          const chosen = event.currentTarget.value as Exclude<Period, 'all'>
          if (chosen === 'own') return
          const { from = now, to = now } = stretchOf(chosen, now)
          narrow({ from, to })
        }}
        data={Object.entries(named).map(([value, label]) => ({ value, label }))}
      />
      <DayFields days={asked} set={narrow} />
      <AccountChoice
        withAll
        value={asked.account}
        onChange={(account) => narrow(account ? { account } : { account })}
      />
    </Filters>
  )
}

function Downloads({ asked }: { asked: Asked }): ReactElement {
  const name = `trading-${asked.from}-to-${asked.to}`
  const query = new URLSearchParams(asked)
  const files = [
    { what: 'PDF', ending: '.pdf', hint: 'To print and to keep' },
    { what: 'CSV', ending: '.csv', hint: 'Days and symbols for a spreadsheet' },
    { what: 'JSON', ending: '', hint: 'All of it for a program' },
  ]
  return (
    <Panel title="Download">
      <Rows label="Files of the report">
        {files.map(({ what, ending, hint }) => (
          <Row
            key={what}
            title={
              <Anchor
                href={`/api/trading/reports/period${ending}?${query}`}
                download={ending === '' ? `${name}.json` : true}
              >
                The report as {what}
              </Anchor>
            }
            detail={hint}
          />
        ))}
      </Rows>
    </Panel>
  )
}
