import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement, ReactNode } from 'react'
import { Previewed, PreviewLine } from '../../../shell/previewed.tsx'
import { explain } from '../../../shell/problems.ts'
import { TextLink } from '../../../shell/text-link.tsx'
import type { Explanation, TradeDetail } from '../types.ts'
import { EXPLAINED, tradeQueries } from './trade-queries.ts'

type Sum = 'net' | 'gross' | 'fees'

interface ExplainedSumProps {
  readonly trade: TradeDetail
  readonly sum: Sum
  readonly children: ReactNode
}

/** A figure of the trade that leads to the lots it is the sum of, and shows the first of them before. */
export function ExplainedSum({ trade, sum, children }: ExplainedSumProps): ReactElement {
  if (trade.closures.length === 0) return <>{children}</>
  return (
    <Previewed label="Where it comes from" preview={() => <Preview trade={trade} sum={sum} />}>
      {(describedBy) => (
        <ToLots trade={trade} describedBy={describedBy}>
          {children}
        </ToLots>
      )}
    </Previewed>
  )
}

function ToLots(props: { trade: TradeDetail; describedBy?: string | undefined; children: ReactNode }): ReactElement {
  const { trade, describedBy, children } = props
  return (
    <TextLink
      inherit
      c="inherit"
      to="/trading/trades/$id"
      params={{ id: trade.id }}
      search={true}
      hash={EXPLAINED}
      {...(describedBy === undefined ? {} : { 'aria-describedby': describedBy })}
    >
      {children}
    </TextLink>
  )
}

/** An explanation changes with the fills only, after which nothing of trading stands. */
const FRESH_MS = 120_000

function Preview({ trade, sum }: Omit<ExplainedSumProps, 'children'>): ReactElement {
  const answer = useQuery({ ...tradeQueries.explained(trade.id), staleTime: FRESH_MS })
  return (
    <>
      {answer.data !== undefined && <Short explanation={answer.data} trade={trade} sum={sum} />}
      {answer.isPending && <Skeleton height={64} />}
      {answer.error !== null && <PreviewLine>{explain(answer.error).title}</PreviewLine>}
      <PreviewLine>
        <ToLots trade={trade}>Full explanation</ToLots>
      </PreviewLine>
    </>
  )
}

function Short(props: { explanation: Explanation; trade: TradeDetail; sum: Sum }): ReactElement {
  const { explanation, trade, sum } = props
  const isForeign = trade.local.currency !== trade.currency
  const lots = explanation.sums.reduce((n, { closures }) => n + closures, 0)
  return (
    <>
      <PreviewLine>{wordsOf[sum]}</PreviewLine>
      {explanation.sums.map((of) => (
        <PreviewLine key={of.currency}>{sumInWords(of, sum)}</PreviewLine>
      ))}
      <PreviewLine>Lots behind it: {lots.toLocaleString()}</PreviewLine>
      {explanation.items.map(({ entry, exit, formulas }) => (
        <PreviewLine quiet key={`${entry.id} ${exit.id}`}>
          {formulaOf(formulas, sum, isForeign)}
        </PreviewLine>
      ))}
    </>
  )
}

const wordsOf: Readonly<Record<Sum, string>> = {
  net: 'Net: gross of all lots less their fees',
  gross: 'Gross: what each lot was closed for less what it was opened for',
  fees: 'Fees: those of entries and exits, in the share of each lot',
}

function sumInWords(of: Explanation['sums'][number], sum: Sum): string {
  const { currency, accountCurrency, netBase, grossBase, feesBase } = of
  const inBase = { net: netBase, gross: grossBase, fees: feesBase }[sum]
  const own = {
    net: of.formula,
    gross: of.gross,
    fees: `${of.openFees} + ${of.closeFees}`,
  }[sum]
  return `${own} ${currency}${currency === accountCurrency ? '' : `, ${inBase} ${accountCurrency}`}`
}

function formulaOf(formulas: Explanation['items'][number]['formulas'], sum: Sum, isForeign: boolean): string {
  if (sum === 'net') return isForeign ? formulas.netBase : formulas.net
  if (sum === 'gross') return isForeign ? formulas.grossBase : formulas.gross
  return isForeign ? formulas.feesBase : `${formulas.openFee}; ${formulas.closeFee}`
}
