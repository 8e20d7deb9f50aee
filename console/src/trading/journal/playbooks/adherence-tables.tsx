import { useQuery } from '@tanstack/react-query'
import type { ReactElement, ReactNode } from 'react'
import { TextLink } from '../../../shell/text-link.tsx'
import { Amount } from '../../amounts.tsx'
import { percentInWords } from '../../decimals.ts'
import { tradingQueries } from '../../queries.ts'
import styles from '../journal.module.css'
import type { Adherence, JudgedTrade, Verdict } from '../types.ts'
import { outcomes, verdicts } from '../words.ts'
import { type AdherenceFilter, adherenceFilterIn } from './adherence-filter.ts'
import { type AdherenceOf, ExplainedAdherence } from './explained.tsx'
import { ruleInWords } from './rule-words.ts'

const kinds = ['followed', 'broken', 'unjudged'] as const satisfies readonly JudgedTrade['outcome'][]

/** What came of trades that kept all that is known, of those that broke a rule, and of those nothing is known of. */
export function OutcomeTable({ money, of: told }: Pick<Adherence, 'money'> & { of: AdherenceOf }): ReactElement | null {
  if (money.length === 0) return null
  const lines = money.flatMap((of, at) => kinds.map((kind) => ({ kind, at, currency: of.currency, ...of[kind] })))
  return (
    <Scroller label="Followed against broken">
      <table className={styles.table}>
        <caption>Followed against broken</caption>
        <thead>
          <tr>
            <th scope="col">Rules were</th>
            <th scope="col">Trades</th>
            <th scope="col">Won</th>
            <th scope="col">Net</th>
            <th scope="col">Average</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ kind, at, currency, trades, winRate, net, average }) => (
            <tr key={`${currency} ${kind}`}>
              <th scope="row">{money.length > 1 ? `${outcomes[kind].label}, ${currency}` : outcomes[kind].label}</th>
              <td>
                <Behind count={trades} change={{ outcome: kind }} label={outcomes[kind].label} />
              </td>
              <td>
                {winRate === null ? (
                  '–'
                ) : (
                  <ExplainedAdherence of={told} figure={`/money/${at}/${kind}/winRate`}>
                    {percentInWords(winRate)}
                  </ExplainedAdherence>
                )}
              </td>
              <td>
                <ExplainedAdherence of={told} figure={`/money/${at}/${kind}/net`}>
                  <Amount value={net} currency={currency} signed />
                </ExplainedAdherence>
              </td>
              <td>
                {average === null ? (
                  '–'
                ) : (
                  <ExplainedAdherence of={told} figure={`/money/${at}/${kind}/average`}>
                    <Amount value={average.toFixed(8)} currency={currency} signed />
                  </ExplainedAdherence>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  )
}

const said = ['pass', 'fail', 'unknown'] as const satisfies readonly Verdict[]
const countOf = { pass: 'passed', fail: 'failed', unknown: 'unknown' } as const

export function RuleTable({ rules, of: told }: Pick<Adherence, 'rules'> & { of: AdherenceOf }): ReactElement {
  const tags = useQuery(tradingQueries.tags()).data ?? []
  return (
    <Scroller label="Rule by rule">
      <table className={styles.table}>
        <caption>Rule by rule</caption>
        <thead>
          <tr>
            <th scope="col">Rule</th>
            {said.map((result) => (
              <th scope="col" key={result}>
                {verdicts[result].label}
              </th>
            ))}
            <th scope="col">Score</th>
            <th scope="col">Net when broken</th>
          </tr>
        </thead>
        <tbody>
          {rules.map((of, at) => (
            <tr key={of.ruleId}>
              <th scope="row">{ruleInWords(of.rule, tags)}</th>
              {said.map((result) => (
                <td key={result}>
                  <Behind
                    count={of[countOf[result]]}
                    change={{ rule: of.ruleId, result }}
                    label={`${ruleInWords(of.rule, tags)}, ${verdicts[result].label.toLowerCase()}`}
                  />
                </td>
              ))}
              <td>
                {of.score === null ? (
                  '–'
                ) : (
                  <ExplainedAdherence of={told} figure={`/rules/${at}/score`}>
                    {percentInWords(of.score)}
                  </ExplainedAdherence>
                )}
              </td>
              <td>
                {of.money.map(({ currency, broken }, place) => (
                  <div key={currency}>
                    <ExplainedAdherence of={told} figure={`/rules/${at}/money/${place}/broken`}>
                      <Amount value={broken} currency={currency} signed />
                    </ExplainedAdherence>
                  </div>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  )
}

/** Wide tables are scrolled by themselves, also with the keyboard. */
function Scroller({ label, children }: { label: string; children: ReactNode }): ReactElement {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached without a mouse
    <section className={styles.scroller} aria-label={label} tabIndex={0}>
      {children}
    </section>
  )
}

interface BehindProps {
  readonly count: number
  readonly change: Pick<AdherenceFilter, 'outcome' | 'rule' | 'result'>
  readonly label: string
}

/** A count, and the way to the trades it counts. */
function Behind({ count, change, label }: BehindProps): ReactElement {
  if (count === 0) return <>0</>
  return (
    <TextLink
      from="/trading/playbooks/$id"
      to="."
      hash="trades-behind"
      aria-label={`${count}: ${label}`}
      search={(now) => adherenceFilterIn({ ...now, outcome: undefined, rule: undefined, result: undefined, ...change })}
    >
      {count}
    </TextLink>
  )
}
