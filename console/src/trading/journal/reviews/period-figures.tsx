import { Stack } from '@mantine/core'
import type { ReactElement } from 'react'
import { Panel } from '../../../shell/panel.tsx'
import { Row, Rows } from '../../../shell/rows.tsx'
import { TextLink } from '../../../shell/text-link.tsx'
import { Amount } from '../../amounts.tsx'
import { HiddenByPlan } from '../../hidden-by-plan.tsx'
import { TradeLink } from '../../trade-link.tsx'
import styles from '../journal.module.css'
import { useRuleNames } from '../playbooks/use-rule-names.ts'
import type { PeriodReview } from '../types.ts'
import { counted, daysInWords, groupings, isKey } from '../words.ts'

/** What the accounts did in the period, what was tagged and which rules were broken. */
export function PeriodFigures({ review }: { review: PeriodReview }): ReactElement {
  const { accounts, tags, brokenRules, journal, hiddenByPlan } = review
  const traded = accounts.filter(({ trades, net }) => trades > 0 || net !== '0')
  return (
    <Stack gap="lg">
      <HiddenByPlan trades={hiddenByPlan} />
      <Panel title="What it came to">
        {traded.length === 0 ? (
          <p className={styles.hint}>Nothing was closed on these trading days.</p>
        ) : (
          <Rows label="Accounts">
            {traded.map(({ accountId, name, currency, net, trades, wins, losses }) => (
              <Row
                key={accountId}
                title={name}
                detail={`${counted(trades, 'trade')} closed, ${wins} won, ${losses} lost`}
                aside={<Amount value={net} currency={currency} signed />}
              />
            ))}
          </Rows>
        )}
        <p className={styles.below}>{journalWords(journal)}</p>
      </Panel>
      <div className={styles.pair}>
        <Largest title="Largest wins" trades={traded.flatMap(({ largestWins }) => largestWins)} />
        <Largest title="Largest losses" trades={traded.flatMap(({ largestLosses }) => largestLosses)} />
      </div>
      {brokenRules.length > 0 && (
        <Panel title="Broken rules">
          <Rows label="Broken rules">
            {brokenRules.map((broken) => (
              <BrokenRule key={`${broken.playbookId} ${broken.ruleId} ${broken.currency}`} broken={broken} />
            ))}
          </Rows>
        </Panel>
      )}
      {tags.length > 0 && (
        <Panel title="By tag">
          <Rows label="Tags">
            {tags.map(({ tagId, name, grouping, currency, trades, net }) => (
              <Row
                key={`${tagId} ${currency}`}
                title={name}
                detail={`${isKey(groupings, grouping) ? groupings[grouping] : grouping}, ${counted(trades, 'trade')}`}
                aside={<Amount value={net} currency={currency} signed />}
              />
            ))}
          </Rows>
        </Panel>
      )}
    </Stack>
  )
}

function journalWords({ traded, written, missed }: PeriodReview['journal']): string {
  const missing = missed === 0 ? '' : `; ${counted(missed, 'traded day')} without a word`
  return `Traded on ${counted(traded, 'day')}, written of ${counted(written, 'day')}${missing}.`
}

type Ended = PeriodReview['accounts'][number]['largestWins']

function Largest({ title, trades }: { title: string; trades: Ended }): ReactElement | null {
  if (trades.length === 0) return null
  return (
    <Panel title={title}>
      <Rows label={title}>
        {trades.map(({ id, symbol, net, currency, closedDay }) => (
          <Row
            key={id}
            title={<TradeLink id={id}>{symbol}</TradeLink>}
            detail={
              <>
                {daysInWords({ from: closedDay, to: closedDay })},{' '}
                <TextLink inherit to="/trading/reviews/$tradeId" params={{ tradeId: id }}>
                  review
                </TextLink>
              </>
            }
            aside={<Amount value={net} currency={currency} signed />}
          />
        ))}
      </Rows>
    </Panel>
  )
}

function BrokenRule({ broken }: { broken: PeriodReview['brokenRules'][number] }): ReactElement {
  const { playbookId, playbook, ruleId, currency, trades, net } = broken
  const nameOf = useRuleNames(playbookId)
  return (
    <Row
      title={
        <TextLink
          to="/trading/playbooks/$id"
          params={{ id: playbookId }}
          search={{ rule: ruleId, result: 'fail' }}
          hash="trades-behind"
        >
          {nameOf(ruleId)}
        </TextLink>
      }
      detail={`${playbook}, broken by ${counted(trades, 'trade')}`}
      aside={<Amount value={net} currency={currency} signed />}
    />
  )
}
