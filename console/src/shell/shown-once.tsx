import { Alert, Button, Code, CopyButton, Group, Stack } from '@mantine/core'
import type { ReactElement } from 'react'

/** A secret that no page can show again. */
export function ShownOnce({ label, value }: { label: string; value: string }): ReactElement {
  return (
    <Alert title={label} role="status">
      <Stack gap="xs">
        <p>Keep it now: it is not shown again.</p>
        <Group>
          <Code style={{ overflowWrap: 'anywhere' }}>{value}</Code>
          <CopyButton value={value}>
            {({ copied, copy }) => (
              <Button size="xs" variant="default" onClick={copy}>
                {copied ? 'Copied' : 'Copy'}
              </Button>
            )}
          </CopyButton>
        </Group>
      </Stack>
    </Alert>
  )
}
