import { Button, Group, Text } from '@mantine/core'
import { type ReactElement, useEffect, useRef, useState } from 'react'

interface ConfirmButtonProps {
  readonly label: string
  readonly question: string
  readonly confirm: string
  readonly pending: boolean
  readonly onConfirm: () => void
}

/** An action that cannot be undone asks once more, in its own place: nothing covers the page, nothing traps the focus. */
export function ConfirmButton({ label, question, confirm, pending, onConfirm }: ConfirmButtonProps): ReactElement {
  const [asking, setAsking] = useState(false)
  const keep = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (asking) keep.current?.focus()
  }, [asking])
  if (!asking) {
    return (
      <Button
        variant="default"
        onClick={() => setAsking(true)}
        h="auto"
        mih={36}
        maw="100%"
        py={6}
        style={{ alignSelf: 'flex-start' }}
        styles={{ label: { whiteSpace: 'normal', overflowWrap: 'anywhere' } }}
      >
        {label}
      </Button>
    )
  }
  return (
    <Group role="group" aria-label={label}>
      <Text size="sm">{question}</Text>
      <Button variant="default" ref={keep} onClick={() => setAsking(false)}>
        Keep it
      </Button>
      <Button color="red" loading={pending} onClick={onConfirm}>
        {confirm}
      </Button>
    </Group>
  )
}
