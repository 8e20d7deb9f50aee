import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { Empty } from '../../../shell/empty.tsx'
import { Page } from '../../../shell/page.tsx'
import { Panel } from '../../../shell/panel.tsx'
import { QueryView } from '../../../shell/query-view.tsx'
import { Row, Rows } from '../../../shell/rows.tsx'
import { TextLink } from '../../../shell/text-link.tsx'
import { decimalInWords } from '../../decimals.ts'
import type { WaitingSymbol } from '../../types.ts'
import { unsettledQuery, waitingQuery } from './queries.ts'
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
      <Unsettled />
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

/** Made when less was known of them: their figures stay as they are until somebody says which multiplier is right. */
function Unsettled(): ReactElement | null {
  const unsettled = useQuery(unsettledQuery()).data ?? []
  if (unsettled.length === 0) return null
  return (
    <Panel title="Multipliers to confirm or correct">
      <Rows label="Multipliers to confirm or correct">
        {unsettled.map(({ id, symbol, multiplier, multiplierNote: { broker, table } }) => (
          <Row
            key={id}
            title={
              <TextLink to="/trading/instruments/$id" params={{ id }}>
                {symbol}
              </TextLink>
            }
            detail={othersInWords(broker, table)}
            aside={`counted at ${decimalInWords(multiplier)}`}
          />
        ))}
      </Rows>
    </Panel>
  )
}

function othersInWords(broker: string | null, table: string | null): string {
  const said = [
    broker === null ? undefined : `your broker says ${decimalInWords(broker)}`,
    table === null ? undefined : `the table says ${decimalInWords(table)}`,
  ].filter((one) => one !== undefined)
  return said.length === 0 ? 'nobody vouches for it' : said.join(', ')
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
