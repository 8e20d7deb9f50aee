import { Stack } from '@mantine/core'
import type { Explanation, Rule, RuleExplanation } from '@plinth/sdk/flags'
import type { ReactElement } from 'react'
import { Panel } from '../../shell/panel.tsx'
import { Row, Rows } from '../../shell/rows.tsx'
import { StateBadge } from '../../shell/state-badge.tsx'
import { TextLink } from '../../shell/text-link.tsx'
import { percentIn } from '../draft.ts'
import { ruleName } from '../history/rule-words.ts'
import { describeServe, spanInWords } from '../targeting-words.ts'
import { BucketBar } from './bucket-bar.tsx'
import { ConditionTrace } from './condition-trace.tsx'
import styles from './tester.module.css'
import { outcomes } from './words.ts'

export function Prerequisites({ prerequisites }: Pick<Explanation, 'prerequisites'>): ReactElement {
  return (
    <Panel title="What it needs">
      <Rows label="What it needs">
        {prerequisites.map(({ flag, variants, served, isMet }) => (
          <Row
            key={flag}
            title={
              <TextLink to="/flags/$key/tester" params={{ key: flag }}>
                {flag}
              </TextLink>
            }
            detail={`Needs ${variants.join(' or ')}; serves ${served ?? 'no variant'}`}
            aside={<StateBadge tone={isMet ? 'positive' : 'negative'}>{isMet ? 'Met' : 'Not met'}</StateBadge>}
          />
        ))}
      </Rows>
    </Panel>
  )
}

interface RulesProps {
  readonly rules: readonly RuleExplanation[]
  /** The rules as they stand, for their words. */
  readonly known: readonly Rule[]
}

/** Each rule in order: whether it holds, by which condition, and where the caller's bucket lies. */
export function Rules({ rules, known }: RulesProps): ReactElement {
  return (
    <Panel title="Rule by rule">
      <ol className={styles.trace} aria-label="Rule by rule">
        {rules.map((explained, at) => {
          const rule = known.find(({ id }) => id === explained.ruleId)
          return <RuleTrace key={explained.ruleId} explained={explained} rule={rule} at={at} />
        })}
      </ol>
    </Panel>
  )
}

interface RuleTraceProps {
  readonly explained: RuleExplanation
  readonly rule: Rule | undefined
  readonly at: number
}

function RuleTrace({ explained, rule, at }: RuleTraceProps): ReactElement {
  const { outcome, condition, rollout, split } = explained
  const { label, tone, why } = outcomes[outcome]
  const isReached = outcome !== 'not-reached'
  return (
    <li className={styles.rule} data-outcome={outcome}>
      <div className={styles.ruleHead}>
        <span>{rule === undefined ? `Rule ${at + 1}` : ruleName(rule, at)}</span>
        <StateBadge tone={tone}>{label}</StateBadge>
      </div>
      <Stack gap="sm">
        {why !== '' && <p className={styles.hint}>{why}</p>}
        {rule !== undefined && (rule.startsAt !== undefined || rule.endsAt !== undefined) && (
          <p className={styles.hint}>It counts {spanInWords(rule.startsAt, rule.endsAt)}.</p>
        )}
        {condition === undefined ? (
          <p className={styles.hint}>It is for everybody.</p>
        ) : (
          <ConditionTrace explained={condition} />
        )}
        {rollout !== undefined && (
          <BucketBar
            title={`Takes in ${percentIn(rollout.share)} % of them`}
            bucket={rollout.bucket}
            parts={sharedOut(rollout)}
            isChosen={isReached}
          />
        )}
        {split !== undefined && (
          <BucketBar
            title="Deals them out"
            bucket={split.bucket}
            parts={split.parts.map(({ variant, range: [from, to] }) => ({ label: variant, from, to }))}
            isChosen={outcome === 'served'}
          />
        )}
        {rule !== undefined && split === undefined && (
          <p className={styles.hint}>Serves {describeServe(rule.serve)}.</p>
        )}
      </Stack>
    </li>
  )
}

function sharedOut({ whole, share }: NonNullable<RuleExplanation['rollout']>) {
  const border = (share / 100_000) * whole
  return [
    { label: 'taken in', from: 0, to: border },
    { label: 'left out', from: border, to: whole },
  ]
}
