import { Code, Stack, Text } from '@mantine/core'
import type { Evaluation } from '@plinth/sdk/flags'
import { type ReactElement, useEffect, useRef } from 'react'
import { Facts } from '../../shell/facts.tsx'
import { Panel } from '../../shell/panel.tsx'
import { ruleName, valueInWords } from '../history/rule-words.ts'
import { BucketBar } from './bucket-bar.tsx'
import styles from './tester.module.css'
import { Prerequisites, Rules } from './trace.tsx'
import { type Asked, type Flag, standingIn } from './types.ts'
import { reasonInWords } from './words.ts'

/** What the caller gets and why, step by step. */
export function Answer({ flag, asked }: { flag: Flag; asked: Asked }): ReactElement {
  const head = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each answer takes the focus once
  useEffect(() => head.current?.focus(), [asked])
  const { environment, explanation } = asked
  const { evaluation, faults, prerequisites, rules, fallthrough } = explanation
  const { rules: known } = standingIn(flag, environment)
  const at = known.findIndex(({ id }) => id === evaluation.ruleId)
  const served = known[at]
  const isLast = evaluation.ruleId === null && (evaluation.reason === 'SPLIT' || evaluation.reason === 'DEFAULT')
  return (
    <Stack gap="lg">
      <div ref={head} tabIndex={-1} role="status" className={styles.verdict}>
        <p className={styles.value}>{gottenInWords(evaluation)}</p>
        <p>{reasonInWords(evaluation, served === undefined ? undefined : ruleName(served, at))}</p>
        <Facts
          facts={[
            ['Variant', evaluation.variant ?? 'None: the default of the caller'],
            ['Reason', <Code key="reason">{evaluation.reason}</Code>],
            ['In', environment],
            ['Asked with', <Code key="asked">{JSON.stringify(asked.context)}</Code>],
            ['Experiment', evaluation.experiment],
          ]}
        />
      </div>
      {faults.length > 0 && (
        <Panel title="What is at fault">
          {faults.map(({ path, message }) => (
            <Text key={`${path} ${message}`}>
              <Code>{path}</Code> {message}
            </Text>
          ))}
        </Panel>
      )}
      {prerequisites.length > 0 && <Prerequisites prerequisites={prerequisites} />}
      {rules.length > 0 && <Rules rules={rules} known={known} />}
      {fallthrough !== undefined && (
        <Panel title="What everybody else gets">
          <BucketBar
            bucket={fallthrough.bucket}
            parts={fallthrough.parts.map(({ variant, range: [from, to] }) => ({ label: variant, from, to }))}
            isChosen={isLast}
          />
        </Panel>
      )}
    </Stack>
  )
}

function gottenInWords({ value }: Evaluation): string {
  return value === undefined ? 'They get the default of the caller' : `They get ${valueInWords(value)}`
}
