import { Button, Group, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { api, type SecretDetail } from '../api.ts'
import { entriesOf, wordsOf } from '../forms/fields.ts'
import type { JsonSchema } from '../forms/json-schema.ts'
import { ConfirmButton } from '../shell/confirm-button.tsx'
import { Empty } from '../shell/empty.tsx'
import { Facts } from '../shell/facts.tsx'
import { GatedButton } from '../shell/gated-button.tsx'
import { Panel } from '../shell/panel.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { When } from '../shell/when.tsx'
import { PlanForm } from './plan-form.tsx'
import { isRotating, rotatorsQuery } from './queries.ts'
import { RotationList } from './rotation-list.tsx'
import styles from './secrets.module.css'
import { useSecretChange } from './use-secret-change.ts'
import { duration } from './words.ts'

/** By what a secret is renewed, and how its rotations went. */
export function RotationPanel({ secret }: { secret: SecretDetail }): ReactElement {
  const [editing, setEditing] = useState(false)
  const rotators = useQuery(rotatorsQuery)
  const { plan, may } = secret
  return (
    <Panel
      title="Rotation"
      aside={
        may.manage && (
          <Button size="xs" variant="default" aria-expanded={editing} onClick={() => setEditing(!editing)}>
            {plan === null ? 'Say how' : 'Change'}
          </Button>
        )
      }
    >
      <Stack>
        {plan === null && !editing && (
          <Empty title="It is renewed by hand" hint="A rotator can make, install and test a new value by itself." />
        )}
        {plan !== null && !editing && <Plan secret={secret} plan={plan} rotators={rotators.data?.items ?? []} />}
        {editing && (
          <div className={styles.inset}>
            <QueryView query={rotators} rows={1}>
              {({ items }) => <PlanForm secret={secret} rotators={items} onDone={() => setEditing(false)} />}
            </QueryView>
          </div>
        )}
        {may.manage && plan !== null && !editing && <Steps secret={secret} />}
        {secret.rotations.length > 0 && <RotationList secret={secret} />}
      </Stack>
    </Panel>
  )
}

interface PlanProps {
  readonly secret: SecretDetail
  readonly plan: NonNullable<SecretDetail['plan']>
  readonly rotators: Awaited<ReturnType<typeof api.secrets.rotators>>['items']
}

function Plan({ secret, plan, rotators }: PlanProps): ReactElement {
  const { everyDays, overlapSeconds, field } = plan
  const rotator = rotators.find(({ name }) => name === plan.rotator)
  const entries = entriesOf((rotator?.options ?? {}) as JsonSchema)
  const labelOf = (name: string): string => entries.find((entry) => entry.name === name)?.label ?? wordsOf(name)
  return (
    <Facts
      facts={[
        ['By', rotator?.title ?? plan.rotator],
        ['How often', everyDays === null ? 'When somebody asks for it' : `Every ${duration(everyDays * 86_400)}`],
        ['Next', secret.nextRotationAt === null ? null : <When key="next" at={secret.nextRotationAt} />],
        ['Both good for', overlapSeconds === 0 ? 'Not at all' : duration(overlapSeconds)],
        ['Field', field],
        ...Object.entries(plan.options).map(([name, value]) => [labelOf(name), textOf(value)] as const),
      ]}
    />
  )
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  return Array.isArray(value) ? value.join(', ') : JSON.stringify(value)
}

function Steps({ secret }: { secret: SecretDetail }): ReactElement {
  const path = { id: secret.id }
  const rotate = useSecretChange(() => api.secrets.rotate({ path }), 'A rotation has begun.')
  const cancel = useSecretChange(() => api.secrets.cancelRotation({ path }), 'It is called off.')
  const end = useSecretChange(() => api.secrets.endRotation({ path }), 'It is renewed by hand from now on.')
  const isRunning = isRotating(secret)
  return (
    <Group align="flex-start">
      <GatedButton disabledReason={reasonAgainst(secret)} loading={rotate.isPending} onClick={() => rotate.mutate()}>
        {secret.lastRotation === 'failed' ? 'Try again now' : 'Rotate now'}
      </GatedButton>
      {isRunning && (
        <ConfirmButton
          label="Call it off"
          question="What it did is taken back; the current value stays."
          confirm="Call the rotation off"
          pending={cancel.isPending}
          onConfirm={() => cancel.mutate()}
        />
      )}
      {!isRunning && (
        <ConfirmButton
          label="Renew by hand"
          question="Nothing renews it by itself any more."
          confirm="Renew by hand"
          pending={end.isPending}
          onConfirm={() => end.mutate()}
        />
      )}
    </Group>
  )
}

function reasonAgainst(secret: SecretDetail): string | undefined {
  if (isRotating(secret)) return 'It is being rotated'
  return secret.current === null ? 'Write a first version' : undefined
}
