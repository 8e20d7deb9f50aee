import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { Page } from '../../../shell/page.tsx'
import { Panel } from '../../../shell/panel.tsx'
import { QueryView } from '../../../shell/query-view.tsx'
import { Row, Rows } from '../../../shell/rows.tsx'
import { StateBadge } from '../../../shell/state-badge.tsx'
import { TextLink } from '../../../shell/text-link.tsx'
import { When } from '../../../shell/when.tsx'
import { decimalInWords } from '../../decimals.ts'
import type { CurrencyRateState } from '../../types.ts'
import { EnterRatePanel } from './enter-rate-panel.tsx'
import { MissingRates } from './missing-rates.tsx'
import { rateStateQuery } from './queries.ts'
import { RateFilePanel } from './rate-file-panel.tsx'
import { RateList } from './rate-list.tsx'
import { ageInWords } from './words.ts'

/** What currencies were worth on which day: which rates are there, how old they are, and which are missing. */
export function RatesPage(): ReactElement {
  const state = useQuery(rateStateQuery())
  return (
    <Page
      title="Currency rates"
      eyebrow={<TextLink to="/trading/imports">Imports</TextLink>}
      lead="Fills in another currency than their account count at the rate of their day, and what is open at the rate of each day. Your own rates count before those of the source, for you alone."
      width="reading"
    >
      <QueryView query={state}>
        {(found) => (
          <Stack gap="lg">
            <MissingRates missing={found.missing} />
            <Source state={found} />
            <EnterRatePanel />
            <RateFilePanel />
          </Stack>
        )}
      </QueryView>
      <RateList />
    </Page>
  )
}

function Source({ state }: { state: CurrencyRateState }): ReactElement {
  const { asked, source, pairs, ageDaysMax } = state
  return (
    <Panel title="Rates of today">
      <Stack gap="md">
        {asked === 'off' ? (
          <p>
            Rates are asked for nowhere: whoever runs this server can turn the European Central Bank on, under Settings.
          </p>
        ) : (
          <p>
            From the European Central Bank on working days
            {source.newestDay !== null && source.ageDays !== null && (
              <>
                ; the newest are of {source.newestDay}, {ageInWords(source.ageDays)}
              </>
            )}
            {source.fetchedAt !== null && (
              <>
                , fetched <When at={source.fetchedAt} />
              </>
            )}
            . One older than {ageDaysMax} days stands for no day.
          </p>
        )}
        {asked !== 'off' && source.error !== null && (
          <p role="alert">The last attempt failed: {source.error}. What was known before stands.</p>
        )}
        {pairs.length > 0 && (
          <Rows label="Pairs that your accounts hold">
            {pairs.map(({ from, to, told }) => (
              <Row
                key={`${from} ${to}`}
                title={told === null ? `${from} in ${to}` : `1 ${from} = ${decimalInWords(told.rate)} ${to}`}
                detail={
                  told === null ? 'Open positions count at their cost' : `${told.day}, ${ageInWords(told.ageDays)}`
                }
                aside={told === null && <StateBadge tone="negative">No rate</StateBadge>}
              />
            ))}
          </Rows>
        )}
      </Stack>
    </Panel>
  )
}
