import { Button, Group, Stack, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, type ReactElement, type ReactNode, useState } from 'react'
import { Dialog } from '../shell/dialog.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'

interface ReasonDialogProps<Answer> {
  readonly title: string
  readonly children: ReactNode
  readonly confirm: string
  readonly isGrave?: boolean
  readonly isNeeded?: boolean
  readonly send: (reason: string) => Promise<Answer>
  readonly onDone: (answer: Answer) => unknown
  readonly onClose: () => void
  /** More to be done about a failure. */
  readonly wayOut?: (error: unknown, reason: string) => ReactNode
}

/** Asks why, then does it. */
export function ReasonDialog<Answer>(props: ReasonDialogProps<Answer>): ReactElement {
  const { title, children, confirm, isGrave = false, isNeeded = false, send, onDone, onClose, wayOut } = props
  const [reason, setReason] = useState('')
  const [isMissing, setMissing] = useState(false)
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => send(reason.trim()),
    onSuccess: async (answer) => {
      onClose()
      await onDone(answer)
    },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    // The form that the dialog was opened from is not sent by it.
    event.stopPropagation()
    const lacks = isNeeded && reason.trim() === ''
    setMissing(lacks)
    if (!lacks && !isPending) mutate()
  }
  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <p>{children}</p>
          <ProblemNotice error={error} />
          {error !== null && wayOut?.(error, reason.trim())}
          <TextInput
            label="Why"
            description={`Stands in the history.${isNeeded ? '' : ' It may be left empty.'}`}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            data-autofocus
            required={isNeeded}
            maxLength={500}
            value={reason}
            error={isMissing ? 'Write why' : undefined}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Group>
            <Button variant="default" onClick={onClose}>
              Leave it
            </Button>
            <Button type="submit" {...(isGrave ? { color: 'red' } : {})} loading={isPending}>
              {confirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
