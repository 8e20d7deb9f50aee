import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { may, useMe } from '../identity/me.ts'
import { Empty } from '../shell/empty.tsx'
import { Facts } from '../shell/facts.tsx'
import { LoadingRows } from '../shell/paged-list.tsx'
import { Panel } from '../shell/panel.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { When } from '../shell/when.tsx'
import { ConditionWords } from './conditions/condition-words.tsx'
import { draftOf, everybody } from './draft.ts'
import styles from './flags.module.css'
import { targetingQuery } from './queries.ts'
import { StandingHead } from './standing-head.tsx'
import { TargetingForm } from './targeting-form.tsx'
import { describeRule, describeServe } from './targeting-words.ts'
import type { Flag, Targeting } from './types.ts'

interface TargetingViewProps {
  readonly flag: Flag
  readonly environment: string
}

/** What a flag serves in one environment: to be changed by whoever may, to be read by others. */
export function TargetingView({ flag, environment }: TargetingViewProps): ReactElement {
  const me = useMe()
  const standing = useQuery(targetingQuery(flag.key, environment))
  const [begun, begin] = useState<{ standing: Targeting; round: number } | null>(null)
  const isEdited = may(me, 'flags:write') && flag.archivedAt === null
  return (
    <QueryView query={standing}>
      {(read) => (
        <Stack gap="lg">
          {isEdited && !standing.isFetchedAfterMount && <LoadingRows />}
          {isEdited && standing.isFetchedAfterMount && (
            <TargetingForm
              key={begun?.round ?? 0}
              flag={flag}
              first={begun?.standing ?? read}
              onBeginWith={(theirs) => begin({ standing: theirs, round: (begun?.round ?? 0) + 1 })}
            />
          )}
          {!isEdited && <InWords flag={flag} standing={read} />}
          <Panel title={`Served in ${environment} in 30 days`}>
            <Usage usage={read.usage} />
          </Panel>
        </Stack>
      )}
    </QueryView>
  )
}

function InWords({ flag, standing }: { flag: Flag; standing: Targeting }): ReactElement {
  const { rules, fallthrough, offVariant, prerequisites } = draftOf(standing)
  return (
    <>
      <StandingHead flag={flag} standing={standing} onDone={() => undefined} />
      <Panel title={`Served in ${standing.environment}`}>
        {rules.length > 0 && (
          <ol className={styles.rules} aria-label="Rules">
            {rules.map((rule, at) => (
              <li key={rule.id} className={styles.rule}>
                <p className={styles.ruleTitle}>{`${at + 1}. ${rule.description || 'Rule'}`}</p>
                <div>
                  <ConditionWords condition={rule.condition ?? everybody} />
                </div>
                <p className={styles.hint}>{describeRule({ ...rule, condition: everybody })}</p>
              </li>
            ))}
          </ol>
        )}
        <Facts
          facts={[
            ['Needs', prerequisites.map(({ flag, variants }) => `${flag}: ${variants.join(' or ')}`).join(', ')],
            ['Everybody else', describeServe(fallthrough)],
            ['While it is off', offVariant ?? "The caller's default"],
          ]}
        />
      </Panel>
    </>
  )
}

function Usage({ usage }: Pick<Targeting, 'usage'>): ReactElement {
  if (usage.length === 0)
    return <Empty title="Nobody was served" hint="Counts come some seconds after an evaluation." />
  return (
    <Rows label="Served">
      {usage.map(({ variant, count, lastAt }) => (
        <Row
          key={variant}
          title={variant || "The caller's default"}
          detail={
            <>
              Last <When at={lastAt} />
            </>
          }
          aside={count.toLocaleString()}
        />
      ))}
    </Rows>
  )
}
