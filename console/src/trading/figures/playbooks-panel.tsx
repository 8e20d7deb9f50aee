import { useQueries, useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api } from '../../api.ts'
import { ChartTable } from '../../charts/table.tsx'
import { Panel } from '../../shell/panel.tsx'
import { QueryView } from '../../shell/query-view.tsx'
import { amountInWords, riskInWords } from '../decimals.ts'
import { ExplainedAdherence } from '../journal/playbooks/explained.tsx'
import { tradingKey } from '../queries.ts'
import { type Behind, tradesBehind } from './behind.ts'
import { DefinitionTerm } from './definition-term.tsx'
import { useNames } from './dimensions.ts'
import { Explained, type ExplainedOf } from './explained.tsx'
import styles from './figures.module.css'
import { figures } from './queries.ts'
import { TradesLink } from './trades-link.tsx'
import type { PlaybooksGroup } from './types.ts'
import { DASH, resultInWords, shareInWords, tradesInWords, type Unit } from './words.ts'

interface PlaybooksPanelProps {
  readonly unit: Unit
  readonly behind: Behind
}

/** Results by playbook, how far its rules were kept, and what breaking them cost. */
export function PlaybooksPanel({ unit, behind }: PlaybooksPanelProps): ReactElement {
  const query = useQuery(figures.playbooks(behind.search))
  return (
    <Panel title="Playbooks and the cost of mistakes">
      <QueryView query={query}>
        {({ groups }) => {
          const group = groups.find(({ currency }) => currency === unit.currency)
          if (group === undefined || group.playbooks.length === 0)
            return <p>No trade was taken by a playbook yet. Name one on a trade, and its rules are checked.</p>
          return <PlaybookRows group={group} unit={unit} behind={behind} />
        }}
      </QueryView>
    </Panel>
  )
}

function PlaybookRows({ group, unit, behind }: PlaybooksPanelProps & { group: PlaybooksGroup }): ReactElement {
  const names = useNames()
  const { from, to, side, symbol, tag } = behind.search
  const [accountId, ...others] = behind.account
  const query = { accountId: others.length === 0 ? accountId : undefined, from, to }
  // Rules are kept by whole playbooks: of a part of their trades nothing is said.
  const enabled = side === undefined && symbol === undefined && tag === undefined
  const adherence = useQueries({
    queries: group.playbooks.map(({ playbookId }) => ({
      queryKey: [...tradingKey, 'adherence', playbookId, query],
      enabled,
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        api.trading.playbookAdherence({ path: { id: playbookId }, query: defined(query), signal }),
    })),
  })
  const { currency } = unit
  const of: ExplainedOf = { search: behind.search, currency, report: 'playbooks' }
  const result = unit.mode === 'cash' ? 'net' : 'sum'
  const explained = (figure: string, words: string) => (
    <Explained key={figure} of={of} figure={figure}>
      {words}
    </Explained>
  )
  const window = { ...(query.accountId === undefined ? {} : { account: query.accountId }), ...defined({ from, to }) }
  const ofRules = (playbookId: string, figure: string, words: string) =>
    words === DASH ? (
      DASH
    ) : (
      <ExplainedAdherence key={figure} of={{ playbookId, ...window }} figure={figure}>
        {words}
      </ExplainedAdherence>
    )
  const rows = group.playbooks.map((row, at) => {
    const told = adherence[at]?.data
    const money = told?.money.find((one) => one.currency === currency)
    return {
      key: row.playbookId,
      cells: [
        names.of('playbook', row.playbookId),
        explained(`/playbooks/${row.playbookId}/${result}`, resultInWords(row[result], unit)),
        <TradesLink key="n" filter={tradesBehind(behind, { playbook: [row.playbookId] })}>
          {tradesInWords(row.n)}
        </TradesLink>,
        explained(`/playbooks/${row.playbookId}/winRate`, shareInWords(row.winRate)),
        explained(`/playbooks/${row.playbookId}/avgR`, row.avgR === null ? DASH : riskInWords(row.avgR)),
        ofRules(row.playbookId, '/score', shareInWords(told?.score ?? null)),
        money === undefined
          ? DASH
          : ofRules(row.playbookId, `/money/${currency}/costOfMistakes`, brokenInWords(money, currency)),
      ],
    }
  })
  const rest = group.without
  return (
    <>
      <ChartTable
        label="Results by playbook"
        columns={['Playbook', 'Result', 'Trades', 'Win rate', 'Average R', 'Rules kept', 'Trades that broke a rule']}
        rows={rest.n === 0 ? rows : [...rows, withoutPlaybook(rest, unit, explained)]}
      />
      <p className={styles.note}>
        <DefinitionTerm id="playbook.score" /> · <DefinitionTerm id="playbook.costOfMistakes" />
      </p>
    </>
  )
}

type Explain = (figure: string, words: string) => ReactElement

function withoutPlaybook(rest: PlaybooksGroup['without'], unit: Unit, explained: Explain) {
  const result = unit.mode === 'cash' ? 'net' : 'sum'
  return {
    key: 'without',
    cells: [
      'Without a playbook',
      explained(`/without/${result}`, resultInWords(rest[result], unit)),
      explained('/without/n', tradesInWords(rest.n)),
      explained('/without/winRate', shareInWords(rest.winRate)),
      explained('/without/avgR', rest.avgR === null ? DASH : riskInWords(rest.avgR)),
      ...[DASH, DASH],
    ],
  }
}

interface Broken {
  readonly broken: { readonly trades: number }
  readonly costOfMistakes: string
}

function brokenInWords({ broken, costOfMistakes }: Broken, currency: string): string {
  if (broken.trades === 0) return 'None'
  return `${tradesInWords(broken.trades)}, ${amountInWords(costOfMistakes, currency, { signed: true })}`
}

function defined<Query extends object>(query: Query): { [Name in keyof Query]: Exclude<Query[Name], undefined> } {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined)) as never
}
