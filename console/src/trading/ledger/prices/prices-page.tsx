import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api } from '../../../api.ts'
import { Empty } from '../../../shell/empty.tsx'
import { Page } from '../../../shell/page.tsx'
import { PagedList } from '../../../shell/paged-list.tsx'
import { Panel } from '../../../shell/panel.tsx'
import { QueryView } from '../../../shell/query-view.tsx'
import { Row, Rows } from '../../../shell/rows.tsx'
import { StateBadge } from '../../../shell/state-badge.tsx'
import { TextLink } from '../../../shell/text-link.tsx'
import { usePages } from '../../../shell/use-pages.ts'
import type { BarState } from '../../types.ts'
import { BarFacts } from './bar-facts.tsx'
import { pricesKey } from './queries.ts'

const PAGE = 20

/** Of which instruments there are price bars, and what the source said of each. */
export function PricesPage(): ReactElement {
  const source = useQuery({
    queryKey: [...pricesKey, 'source'],
    queryFn: ({ signal }) => api.trading.barSource({ signal }),
  })
  const pages = usePages([...pricesKey, 'list'], ({ cursor, signal }) =>
    api.trading.listBarStates({ query: { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) }, signal }),
  )
  return (
    <Page
      title="Price bars"
      eyebrow={<TextLink to="/trading/instruments">Instruments</TextLink>}
      lead="Prices mark open positions, measure how far trades went, and judge risk profiles along their path."
      width="reading"
    >
      <Stack gap="lg">
        <QueryView query={source}>
          {({ asked, currency }) => (
            <Panel title="Source">
              <p>
                {asked === 'off'
                  ? 'Bars are asked for nowhere: whoever runs this server can name a source, under Settings. Bars you write yourself count all the same.'
                  : `Stocks and ETFs in ${currency} that are held are asked for once a day. Bars you write yourself are never written over.`}
              </p>
            </Panel>
          )}
        </QueryView>
        <PagedList pages={pages} empty={<Empty title="Nothing was traded" hint="Import a file or enter a fill." />}>
          {(states) => (
            <Rows label="Instruments">
              {states.map((state) => (
                <Row
                  key={state.instrument.id}
                  title={
                    <TextLink to="/trading/instruments/$id" params={{ id: state.instrument.id }}>
                      {state.instrument.symbol}
                    </TextLink>
                  }
                  detail={<BarFacts state={state} />}
                  aside={<StateBadge tone={badgeOf(state).tone}>{badgeOf(state).words}</StateBadge>}
                />
              ))}
            </Rows>
          )}
        </PagedList>
      </Stack>
    </Page>
  )
}

function badgeOf({ error, isHeld, resolutions }: BarState) {
  if (error !== null) return { words: 'Failed', tone: 'negative' } as const
  if (resolutions.length === 0) return { words: 'No bars', tone: isHeld ? 'caution' : 'quiet' } as const
  return isHeld ? ({ words: 'Held', tone: 'positive' } as const) : ({ words: 'Not held', tone: 'quiet' } as const)
}
