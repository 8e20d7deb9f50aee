import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { Facts } from '../../../shell/facts.tsx'
import { Page } from '../../../shell/page.tsx'
import { Panel } from '../../../shell/panel.tsx'
import { QueryView } from '../../../shell/query-view.tsx'
import { TextLink } from '../../../shell/text-link.tsx'
import { Quantity } from '../../amounts.tsx'
import { tradingQueries } from '../../queries.ts'
import type { Instrument } from '../../types.ts'
import { BarsPanel } from '../prices/bars-panel.tsx'
import { ActionsPanel } from './actions-panel.tsx'
import { AliasesPanel } from './aliases-panel.tsx'
import { MultiplierPanel } from './multiplier-panel.tsx'
import { classWords, multiplierSource } from './words.ts'

const route = getRouteApi('/traders/trading/instruments/$id')

export function InstrumentPage(): ReactElement {
  const { id } = route.useParams()
  const instrument = useQuery(tradingQueries.instrument(id))
  return (
    <Page
      title={instrument.data?.symbol ?? 'Instrument'}
      eyebrow={<TextLink to="/trading/instruments">Instruments</TextLink>}
      width="reading"
    >
      <QueryView query={instrument}>
        {(one) => (
          <Stack gap="lg" key={one.id}>
            <InstrumentFacts instrument={one} />
            <MultiplierPanel instrument={one} />
            <AliasesPanel instrument={one} />
            <ActionsPanel instrument={one} />
            <BarsPanel instrument={one} />
          </Stack>
        )}
      </QueryView>
    </Page>
  )
}

function InstrumentFacts({ instrument }: { instrument: Instrument }): ReactElement {
  const { assetClass, currency, multiplier, tickSize, tickValue, root, expiresOn, strike, right, exchange } = instrument
  return (
    <Panel title="What it is">
      <Facts
        facts={[
          ['Kind', classWords[assetClass]],
          ['Priced in', currency],
          [
            'Multiplier',
            <span key="multiplier">
              <Quantity value={multiplier} />, {multiplierSource(instrument)}
            </span>,
          ],
          ['Smallest step of the price', tickSize === null ? null : <Quantity key="tick" value={tickSize} />],
          ['What that step is worth', tickValue === null ? null : <Quantity key="value" value={tickValue} />],
          ['Root', root],
          ['Expires', expiresOn],
          ['Strike', strike === null ? null : <Quantity key="strike" value={strike} />],
          ['Right', right],
          ['Exchange', exchange],
        ]}
      />
    </Panel>
  )
}
