import { Button, Group, Stack } from '@mantine/core'
import { useBlocker } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { Dialog } from '../shell/dialog.tsx'

/** Asks before a page is left whose changes nobody has saved; the browser asks when the window is closed. */
export function UnsavedGuard({ isDirty }: { isDirty: () => boolean }): ReactElement {
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) => current.pathname !== next.pathname && isDirty(),
    enableBeforeUnload: isDirty,
    withResolver: true,
  })
  return (
    <Dialog title="Leave without saving?" open={status === 'blocked'} onClose={() => reset?.()}>
      <Stack>
        <p>What you changed here is not saved.</p>
        <Group>
          <Button variant="default" onClick={() => reset?.()}>
            Stay here
          </Button>
          <Button color="red" onClick={() => proceed?.()}>
            Leave without saving
          </Button>
        </Group>
      </Stack>
    </Dialog>
  )
}
