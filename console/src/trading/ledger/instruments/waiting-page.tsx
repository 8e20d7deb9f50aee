import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { Empty } from '../../../shell/empty.tsx'
import { Page } from '../../../shell/page.tsx'
import { Panel } from '../../../shell/panel.tsx'
import { QueryView } from '../../../shell/query-view.tsx'
import { Rows } from '../../../shell/rows.tsx'
import { TextLink } from '../../../shell/text-link.tsx'
import type { WaitingSymbol } from '../../types.ts'
import { waitingQuery } from './queries.ts'
import { ResolveForm } from './resolve-form.tsx'
import { keyOf, type Settled, SettledRow } from './settled-row.tsx'

/** Symbols that rows of imports wait for, since nobody knows what one point of them is worth. */
export function WaitingPage(): ReactElement {
  const [settled, settle] = useState<readonly Settled[]>([])
  const known = useQuery(waitingQuery()).data ?? []
  const isSettling = settled.some(({ symbol }) => known.some((one) => keyOf(one) === keyOf(symbol)))
  const waiting = useQuery(waitingQuery(isSettling))
  return (
    <Page
      title="Waiting symbols"
      eyebrow={<TextLink to="/trading/instruments">Instruments</TextLink>}
      lead="Rows of imports wait here until you say what one point of a symbol is worth. Nothing is guessed."
      width="reading"
    >
      {settled.length > 0 && (
        <Panel title="Settled">
          <Rows label="Settled symbols">
            {settled.map((one) => (
              <SettledRow
                key={keyOf(one.symbol)}
                settled={one}
                left={known.find((two) => keyOf(two) === keyOf(one.symbol))?.rows ?? 0}
              />
            ))}
          </Rows>
        </Panel>
      )}
      <QueryView query={waiting}>
        {(symbols) => (
          <Waiting
            symbols={symbols.filter((one) => settled.every(({ symbol }) => keyOf(symbol) !== keyOf(one)))}
            onSettled={(one) => settle((before) => [...before, one])}
          />
        )}
      </QueryView>
    </Page>
  )
}

interface WaitingProps {
  readonly symbols: readonly WaitingSymbol[]
  readonly onSettled: (settled: Settled) => void
}

function Waiting({ symbols, onSettled }: WaitingProps): ReactElement {
  if (symbols.length === 0)
    return (
      <Empty
        title="Nothing waits"
        hint="When an import meets a future or CFD whose multiplier nobody knows, its rows wait here."
        action={<TextLink to="/trading/imports">See the imports</TextLink>}
      />
    )
  return (
    <>
      {symbols.map((symbol) => (
        <ResolveForm key={keyOf(symbol)} symbol={symbol} onSettled={onSettled} />
      ))}
    </>
  )
}
