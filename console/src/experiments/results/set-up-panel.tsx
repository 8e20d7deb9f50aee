import { Button, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api } from '../../api.ts'
import { Facts } from '../../shell/facts.tsx'
import { notifyDone, notifyProblem } from '../../shell/notify.ts'
import { Panel } from '../../shell/panel.tsx'
import { Row, Rows } from '../../shell/rows.tsx'
import { When } from '../../shell/when.tsx'
import { ruleChoices } from '../edit/rule-choices.ts'
import { certaintyInWords, countInWords, shareInWords } from '../figures.ts'
import { useGate } from '../gate.ts'
import { flagQuery } from '../queries.ts'
import type { Experiment } from '../types.ts'
import { differenceWords, methodWords, roleWords } from '../words.ts'

/** What was decided before anybody was measured. */
export function SetUpPanel({ experiment }: { experiment: Experiment }): ReactElement {
  return (
    <Panel title="Set-up">
      <Stack gap="md">
        {experiment.state !== 'concluded' && <Binding experiment={experiment} />}
        <Facts facts={factsOf(experiment)} />
        {experiment.metrics.length > 0 && (
          <Rows label="Metrics of the experiment">
            {experiment.metrics.map(({ key, title, role, margin, switchOff }) => (
              <Row
                key={key}
                title={title}
                detail={
                  role === 'guardrail'
                    ? `Worse by ${shareInWords(margin)} at most${switchOff ? ', else the flag is switched off' : ''}`
                    : undefined
                }
                aside={roleWords[role]}
              />
            ))}
          </Rows>
        )}
      </Stack>
    </Panel>
  )
}

function factsOf(experiment: Experiment) {
  const { key, flag, environment, control, analysis, plannedUnits, owner, createdAt } = experiment
  const { method, difference, alpha, cupedDays, prior } = analysis
  return [
    ['Key', key],
    ['Flag', `${flag} in ${environment}`],
    ['Control', control],
    ['Method', methodWords[method].label],
    ['Differences', differenceWords[difference]],
    ['Intervals', `hold with ${certaintyInWords(alpha)}`],
    ['CUPED', cupedDays === 0 ? 'Not adjusted' : `By ${cupedDays} days before the exposure`],
    [
      'Believed before',
      prior === null ? null : `${prior.mean} with a standard deviation of ${prior.sd}, ${prior.difference}`,
    ],
    ['Planned sample', plannedUnits === null ? null : countInWords(plannedUnits)],
    ['Owner', owner.name],
    ['Drafted', <When key="made" at={createdAt} />],
  ] as const
}

/** Whether the rule names the experiment, without which nobody is counted. */
function Binding({ experiment }: { experiment: Experiment }): ReactElement | null {
  const closed = useGate('flags:read')
  const mayBind = useGate('flags:write') === undefined
  const { key, flag, environment, ruleId } = experiment
  const queryClient = useQueryClient()
  const query = useQuery({ ...flagQuery(flag), enabled: closed === undefined })
  const bind = useMutation({
    mutationFn: () => bindRule(experiment),
    onSuccess: async () => {
      notifyDone('The rule is bound: it counts once the experiment runs.')
      await queryClient.invalidateQueries({ queryKey: flagQuery(flag).queryKey })
    },
    onError: notifyProblem,
  })
  if (query.data === undefined) return null
  const rule = ruleChoices(query.data).find((one) => one.environment === environment && one.ruleId === ruleId)
  if (rule === undefined)
    return <Text>The flag has no such rule in this environment any more, or it does not split.</Text>
  if (rule.experiment === key) return <Text>{`It stands on ${rule.label}.`}</Text>
  const words = rule.experiment === undefined ? 'names no experiment yet' : `is bound to ${rule.experiment}`
  return (
    <Stack gap="xs" align="flex-start">
      <Text>{`The rule ${rule.label} ${words}. It is to name this one before the start.`}</Text>
      {mayBind && rule.experiment === undefined && (
        <Button variant="default" loading={bind.isPending} onClick={() => bind.mutate()}>
          Bind the rule
        </Button>
      )}
    </Stack>
  )
}

type Targeting = Parameters<typeof api.flags.sayTargeting>[0]['body']['targeting']

async function bindRule({ key, flag, environment, ruleId }: Experiment): Promise<void> {
  const path = { key: flag, environment }
  const { version, enabled, offVariant, prerequisites, rules, fallthrough } = await api.flags.getTargeting({ path })
  const bound = (rules as Targeting['rules']).map((rule) => (rule.id === ruleId ? { ...rule, experiment: key } : rule))
  const targeting = { enabled, offVariant, prerequisites, rules: bound, fallthrough } as Targeting
  await api.flags.sayTargeting({ path, body: { version, reason: `For the experiment ${key}`, targeting } })
}
