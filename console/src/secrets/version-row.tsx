import { Button, Group, NativeSelect, Stack } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useRef, useState } from 'react'
import { api, type SecretDetail } from '../api.ts'
import { useProof } from '../identity/step-up.tsx'
import { notifyDone } from '../shell/notify.ts'
import { Row } from '../shell/rows.tsx'
import { StateBadge, type Tone } from '../shell/state-badge.tsx'
import { When } from '../shell/when.tsx'
import { secretsKey } from './queries.ts'
import { ReasonForm } from './reason-form.tsx'
import { Reveal } from './reveal.tsx'
import styles from './secrets.module.css'
import { useSecretChange } from './use-secret-change.ts'
import { overlapChoices } from './words.ts'

type Version = SecretDetail['versions'][number]

interface VersionProps {
  readonly secret: SecretDetail
  readonly version: Version
}

const stageTones: Readonly<Record<string, Tone>> = { current: 'positive', previous: 'caution', pending: 'caution' }
const stageNames: Readonly<Record<string, string>> = { current: 'Current', previous: 'Previous', pending: 'Pending' }

type Act = 'show' | 'promote' | 'destroy'

/** One version: when and by whom it was made, what it is called, and what may be done with it. */
export function VersionRow({ secret, version }: VersionProps): ReactElement {
  const { number, stages, createdAt, createdByName } = version
  const [open, setOpen] = useState<Act | null>(null)
  const acts = actsOf(secret, version)
  const buttons = useRef<HTMLDivElement>(null)
  const close = (): void => {
    buttons.current?.querySelector<HTMLButtonElement>('[aria-expanded="true"]')?.focus()
    setOpen(null)
  }
  return (
    <Row
      title={
        <Group gap="xs">
          Version {number}
          {stages.map((name) => (
            <StateBadge key={name} tone={stageTones[name] ?? 'quiet'}>
              {stageNames[name] ?? name}
            </StateBadge>
          ))}
        </Group>
      }
      detail={
        <Stack gap="xs">
          <div>
            <When at={createdAt} />
            {createdByName === null ? ', by a rotation' : `, by ${createdByName}`}
            <Goodness version={version} />
          </div>
          {acts.length > 0 && (
            <Group ref={buttons} gap="xs" role="group" aria-label={`Version ${number}`}>
              {acts.map(([act, label]) => (
                <Button
                  key={act}
                  size="compact-sm"
                  variant="default"
                  aria-expanded={open === act}
                  aria-label={`${label} version ${number}`}
                  onClick={() => setOpen(open === act ? null : act)}
                >
                  {label}
                </Button>
              ))}
            </Group>
          )}
          {open !== null && (
            <div className={styles.inset}>
              {open === 'show' && <Reveal id={secret.id} number={number} onDone={close} />}
              {open === 'promote' && <Promote secret={secret} version={version} onDone={close} />}
              {open === 'destroy' && <Destroy secret={secret} version={version} onDone={close} />}
            </div>
          )}
        </Stack>
      }
    />
  )
}

function actsOf(secret: SecretDetail, { stages, destroyedAt }: Version): readonly (readonly [Act, string])[] {
  if (destroyedAt !== null || secret.deletedAt !== null) return []
  const isCurrent = stages.includes('current')
  const mayManage = secret.may.manage && !isCurrent
  return [
    ...(secret.may.reveal ? [['show', 'Show'] as const] : []),
    ...(mayManage ? [['promote', 'Make current'] as const, ['destroy', 'Destroy'] as const] : []),
  ]
}

function Goodness({
  version: { stages, retiresAt, retiredAt, destroyedAt },
}: {
  version: Version
}): ReactElement | null {
  if (destroyedAt !== null)
    return (
      <>
        ; destroyed <When at={destroyedAt} />
      </>
    )
  if (stages.includes('current')) return null
  if (retiredAt !== null)
    return (
      <>
        ; ended <When at={retiredAt} />
      </>
    )
  if (retiresAt === null) return null
  return (
    <>
      ; good until <When at={retiresAt} />
    </>
  )
}

function Promote({ secret, version: { number }, onDone }: VersionProps & { onDone: () => void }): ReactElement {
  const [overlapSeconds, setOverlapSeconds] = useState('0')
  const { mutate, isPending } = useSecretChange(async () => {
    await api.secrets.moveStage({
      path: { id: secret.id, stage: 'current' },
      body: { number, overlapSeconds: Number(overlapSeconds) },
    })
    onDone()
  }, `Version ${number} is current.`)
  return (
    <Stack gap="sm">
      {secret.current !== null && (
        <NativeSelect
          label={`Version ${secret.current}, the current one`}
          description="As long it is still counted as good"
          data={overlapChoices}
          value={overlapSeconds}
          onChange={({ currentTarget: { value } }) => setOverlapSeconds(value)}
        />
      )}
      <Group>
        <Button loading={isPending} onClick={() => mutate()}>
          Make version {number} current
        </Button>
        <Button variant="default" onClick={onDone}>
          Leave it
        </Button>
      </Group>
    </Stack>
  )
}

function Destroy({ secret, version: { number }, onDone }: VersionProps & { onDone: () => void }): ReactElement {
  const prove = useProof()
  const queryClient = useQueryClient()
  async function send(reason: string): Promise<void> {
    await prove(() => api.secrets.destroyVersion({ path: { id: secret.id, number: String(number) }, body: { reason } }))
    notifyDone(`Version ${number} is destroyed.`)
    onDone()
    await queryClient.invalidateQueries({ queryKey: secretsKey })
  }
  return (
    <ReasonForm
      label={`Destroy version ${number}`}
      hint="Its value and the key to it are removed at once. Nobody can bring them back."
      confirm="Destroy it for good"
      typed={secret.path}
      send={send}
      onCancel={onDone}
    />
  )
}
