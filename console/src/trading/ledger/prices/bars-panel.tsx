import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api } from '../../../api.ts'
import { Panel } from '../../../shell/panel.tsx'
import { QueryView } from '../../../shell/query-view.tsx'
import type { Instrument } from '../../types.ts'
import { BarFacts } from './bar-facts.tsx'
import { pricesKey } from './queries.ts'

/** The price bars of an instrument. */
export function BarsPanel({ instrument: { id } }: { instrument: Instrument }): ReactElement {
  const states = useQuery({
    queryKey: [...pricesKey, id],
    queryFn: async ({ signal }) => (await api.trading.listBarStates({ query: { instrumentId: id }, signal })).items,
  })
  return (
    <Panel title="Price bars">
      <QueryView query={states}>
        {([state]) => (state === undefined ? <p>It was never traded.</p> : <BarFacts state={state} />)}
      </QueryView>
    </Panel>
  )
}
