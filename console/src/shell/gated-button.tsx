import { Button, type ButtonProps, Stack, Text } from '@mantine/core'
import { type ReactElement, useId } from 'react'

interface GatedButtonProps extends ButtonProps {
  readonly onClick: () => void
  /** Why the action cannot be taken now; undefined when it can. */
  readonly disabledReason: string | undefined
  readonly children: string
}

/** A button that stays reachable when it is closed, and says why it is. */
export function GatedButton({ disabledReason, onClick, children, ...rest }: GatedButtonProps): ReactElement {
  const reason = useId()
  if (disabledReason === undefined) {
    return (
      <Button {...rest} onClick={onClick}>
        {children}
      </Button>
    )
  }
  return (
    <Stack gap={4} align="flex-start">
      <Button
        {...rest}
        data-disabled
        aria-disabled
        aria-describedby={reason}
        onClick={(event) => event.preventDefault()}
      >
        {children}
      </Button>
      <Text id={reason} size="xs" c="dimmed">
        {disabledReason}
      </Text>
    </Stack>
  )
}
