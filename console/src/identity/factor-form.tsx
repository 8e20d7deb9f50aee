import { Button, Group, Stack } from '@mantine/core'
import type { FormEventHandler, ReactElement, ReactNode } from 'react'
import { ProblemNotice } from '../shell/problem-notice.tsx'

interface FactorFormProps {
  readonly sending: {
    readonly submit: FormEventHandler<HTMLFormElement>
    readonly pending: boolean
    readonly problem: unknown
  }
  readonly submitLabel: string
  readonly cancel: () => void
  readonly children: ReactNode
}

/** A step of setting up a second factor: what to enter, what went wrong with it, and the ways on and back. */
export function FactorForm({ sending, submitLabel, cancel, children }: FactorFormProps): ReactElement {
  return (
    <form onSubmit={sending.submit} noValidate>
      <Stack>
        <ProblemNotice error={sending.problem} />
        {children}
        <Group>
          <Button type="submit" loading={sending.pending}>
            {submitLabel}
          </Button>
          <Button variant="default" onClick={cancel}>
            Cancel
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
