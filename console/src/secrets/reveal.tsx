import { Button, CopyButton, Group, Stack, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useEffect, useRef, useState } from 'react'
import { api, ProblemError } from '../api.ts'
import { useProof } from '../identity/step-up.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { secretsKey } from './queries.ts'
import { ReasonForm } from './reason-form.tsx'
import styles from './secrets.module.css'

/** As long a value stays on a page. */
const SHOWN_MS = 30_000

interface RevealProps {
  readonly id: string
  readonly number: number
  readonly onDone: () => void
}

/** Shows one version to somebody who says why and has just proven two factors. The value is held by this part of the page alone. */
export function Reveal({ id, number, onDone }: RevealProps): ReactElement {
  const prove = useProof()
  const queryClient = useQueryClient()
  const [value, setValue] = useState<string | null>(null)
  const [isUnproven, setIsUnproven] = useState(false)
  async function send(reason: string): Promise<void> {
    setIsUnproven(false)
    try {
      const shown = await prove(() => api.secrets.reveal({ path: { id }, body: { reason, at: String(number) } }))
      setValue(shown.value)
    } catch (error) {
      setIsUnproven(error instanceof ProblemError && error.code === 'http/assurance-too-low')
      throw error
    }
    await queryClient.invalidateQueries({ queryKey: secretsKey })
  }
  if (value !== null) return <Shown number={number} value={value} onHide={onDone} />
  return (
    <Stack gap="sm">
      <ReasonForm
        label={`Show version ${number}`}
        hint="Everybody who manages this secret sees that you looked, and why. The value hides itself after 30 seconds."
        confirm="Show the value"
        send={send}
        onCancel={onDone}
      />
      {isUnproven && (
        <Text size="sm">
          Two factors are needed. <TextLink to="/account">Set up a second one in your account.</TextLink>
        </Text>
      )}
    </Stack>
  )
}

interface ShownProps {
  readonly number: number
  readonly value: string
  readonly onHide: () => void
}

/** Covered until it is asked for; gone after its time, or when the page is left for another window. */
function Shown({ number, value, onHide }: ShownProps): ReactElement {
  const [covered, setCovered] = useState(true)
  const hide = useRef(onHide)
  const first = useRef<HTMLButtonElement>(null)
  hide.current = onHide
  useEffect(() => {
    const end = (): void => hide.current()
    const whenHidden = (): void => {
      if (document.visibilityState === 'hidden') end()
    }
    const timer = setTimeout(end, SHOWN_MS)
    document.addEventListener('visibilitychange', whenHidden)
    window.addEventListener('pagehide', end)
    first.current?.focus()
    return () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', whenHidden)
      window.removeEventListener('pagehide', end)
    }
  }, [])
  return (
    <Stack gap="sm" role="group" aria-label={`Value of version ${number}`}>
      <pre className={styles.value}>{covered ? '••••••••••••' : value}</pre>
      <Group gap="xs">
        <Button ref={first} size="xs" variant="default" onClick={() => setCovered(!covered)}>
          {covered ? 'Uncover' : 'Cover'}
        </Button>
        <CopyButton value={value}>
          {({ copied, copy }) => (
            <Button size="xs" variant="default" onClick={copy}>
              {copied ? 'Copied' : 'Copy'}
            </Button>
          )}
        </CopyButton>
        <Button size="xs" onClick={onHide}>
          Hide it now
        </Button>
      </Group>
      <Text size="xs" c="dimmed" role="status">
        It hides itself after 30 seconds, and when you leave this page. It is on record that you looked.
      </Text>
    </Stack>
  )
}
