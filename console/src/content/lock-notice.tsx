import { Alert, Button, Group } from '@mantine/core'
import type { ReactElement } from 'react'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import type { useEditLock } from './use-edit-lock.ts'

type Editing = ReturnType<typeof useEditLock>

/** Says who else edits, and lets a person take over who has read it. */
export function LockNotice({ lock, ask, takeOver }: Editing): ReactElement | null {
  if (lock.at === 'unknown') return <ProblemNotice error={lock.error} retry={() => void ask()} />
  if (lock.at !== 'theirs') return null
  const { holder, wasMine } = lock
  const name = holder.name ?? 'Somebody else'
  return (
    <Alert
      role="alert"
      variant="outline"
      color="yellow"
      title={wasMine ? `${name} has taken over from you` : `${name} is editing this`}
    >
      <p>
        {wasMine
          ? 'What you wrote here is still in this window, but it is not saved while they edit.'
          : 'You can read it. Saving waits until they are done, which this page notices by itself.'}
      </p>
      <Group mt="sm">
        <Button size="xs" variant="default" onClick={() => void takeOver(holder)}>
          Take over
        </Button>
      </Group>
    </Alert>
  )
}

/** Why nothing is saved now; undefined when it can be. */
export function closedBy({ lock }: Editing): string | undefined {
  if (lock.at === 'theirs') return `${lock.holder.name ?? 'Somebody else'} is editing this`
  return lock.at === 'asking' ? 'Asking whether anybody else edits it' : undefined
}
