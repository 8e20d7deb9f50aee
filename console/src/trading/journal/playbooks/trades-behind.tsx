import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../../../api.ts'
import { PagedList } from '../../../shell/paged-list.tsx'
import { Panel } from '../../../shell/panel.tsx'
import { Row, Rows } from '../../../shell/rows.tsx'
import { StateBadge } from '../../../shell/state-badge.tsx'
import { TextLink } from '../../../shell/text-link.tsx'
import { usePages } from '../../../shell/use-pages.ts'
import { When } from '../../../shell/when.tsx'
import { Amount } from '../../amounts.tsx'
import { TradeLink } from '../../trade-link.tsx'
import styles from '../journal.module.css'
import { playbookKey } from '../queries.ts'
import type { JudgedTrade } from '../types.ts'
import { outcomes, verdicts } from '../words.ts'
import { type AdherenceFilter, adherenceFilterIn, windowOf } from './adherence-filter.ts'
import { listed } from './rule-words.ts'
import { useRuleNames } from './use-rule-names.ts'

const route = getRouteApi('/traders/trading/playbooks/$id')

/** The trades a figure counts, or all of the playbook, each with what the rules say of it. */
export function TradesBehind({ id }: { id: string }): ReactElement {
  const filter = route.useSearch()
  const { outcome, rule, result } = filter
  const query = {
    ...windowOf(filter),
    ...(outcome === undefined ? {} : { outcome }),
    ...(rule === undefined || result === undefined ? {} : { ruleId: rule, result }),
  }
  const pages = usePages([...playbookKey(id), 'trades', query], ({ cursor, signal }) =>
    api.trading.playbookTrades({
      path: { id },
      query: { ...query, ...(cursor === undefined ? {} : { cursor }) },
      signal,
    }),
  )
  const isNarrowed = outcome !== undefined || rule !== undefined
  const all = isNarrowed && (
    <TextLink
      from="/trading/playbooks/$id"
      to="."
      resetScroll={false}
      search={(now) => adherenceFilterIn({ ...now, outcome: undefined, rule: undefined, result: undefined })}
    >
      Show all trades
    </TextLink>
  )
  return (
    <div id="trades-behind">
      <Panel title={useTitle(id, filter)} aside={all}>
        <PagedList
          pages={pages}
          empty={<p className={styles.hint}>None. A trade gets its playbook where it is reviewed.</p>}
        >
          {(trades) => (
            <Rows label="Trades of the playbook">
              {trades.map((trade) => (
                <TradeRow key={trade.tradeId} trade={trade} playbookId={id} />
              ))}
            </Rows>
          )}
        </PagedList>
      </Panel>
    </div>
  )
}

function useTitle(playbookId: string, { outcome, rule, result }: AdherenceFilter): string {
  const nameOf = useRuleNames(playbookId)
  if (outcome !== undefined) return `Trades behind: ${outcomes[outcome].label.toLowerCase()}`
  if (rule === undefined || result === undefined) return 'Trades of this playbook'
  return `Trades behind: ${nameOf(rule)}, ${verdicts[result].label.toLowerCase()}`
}

function TradeRow({ trade, playbookId }: { trade: JudgedTrade; playbookId: string }): ReactElement {
  const nameOf = useRuleNames(playbookId)
  const { tradeId, symbol, side, status, openedAt, net, currency, outcome, version, results } = trade
  const rulesOf = (wanted: 'fail' | 'unknown') =>
    results.filter(({ result }) => result === wanted).map(({ ruleId }) => nameOf(ruleId))
  const broken = rulesOf('fail')
  const unknown = rulesOf('unknown')
  return (
    <Row
      title={<TradeLink id={tradeId}>{`${symbol}, ${side}`}</TradeLink>}
      detail={
        <>
          Opened <When at={openedAt} />
          {status === 'open' && ', still open'}, version {version} counts
          {broken.length > 0 && <div>Broken: {listed(broken)}</div>}
          {unknown.length > 0 && <div>Not known: {listed(unknown)}</div>}
          <div>
            <TextLink inherit to="/trading/reviews/$tradeId" params={{ tradeId }}>
              Review and checklist
            </TextLink>
          </div>
        </>
      }
      aside={
        <>
          <StateBadge tone={outcomes[outcome].tone}>{outcomes[outcome].label}</StateBadge>
          <Amount value={net} currency={currency} signed />
        </>
      }
    />
  )
}
