import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import type { ReactElement } from 'react'
import styles from './hours.module.css'
import { crossesMidnight, newWindow, type Window } from './windows.ts'

interface WindowRowsProps {
  /** Whose stretches they are: Monday, or the day apart. */
  readonly of: string
  readonly windows: readonly Window[]
  readonly faults: Readonly<Record<string, string>>
  readonly path: string
  readonly onChange: (windows: Window[]) => void
}

/** The stretches of one day, each with its beginning and its end. */
export function WindowRows({ of, windows, faults, path, onChange }: WindowRowsProps): ReactElement {
  const set = (at: number, change: Partial<Window>): void =>
    onChange(windows.map((one, row) => (row === at ? { ...one, ...change } : one)))
  return (
    <Stack gap="xs">
      {windows.map((window, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows hold no state of their own and are changed in place
        <div className={styles.window} key={at}>
          <TextInput
            type="time"
            aria-label={`${of}, from, ${at + 1}`}
            value={window.start}
            error={faults[`${path}.${at}.start`]}
            onChange={(event) => set(at, { start: event.currentTarget.value })}
          />
          <TextInput
            type="time"
            aria-label={`${of}, to, ${at + 1}`}
            value={window.end}
            error={faults[`${path}.${at}.end`]}
            onChange={(event) => set(at, { end: event.currentTarget.value })}
          />
          <Button
            size="xs"
            variant="default"
            aria-label={`Remove stretch ${at + 1} of ${of}`}
            onClick={() => onChange(windows.filter((_, row) => row !== at))}
          >
            Remove
          </Button>
          {crossesMidnight(window) && (
            <Text size="xs" c="dimmed">
              ends on the next day
            </Text>
          )}
        </div>
      ))}
      <Group>
        <Button
          size="xs"
          variant="default"
          aria-label={`Add a stretch to ${of}`}
          onClick={() => onChange([...windows, newWindow])}
        >
          Add a stretch
        </Button>
      </Group>
    </Stack>
  )
}
