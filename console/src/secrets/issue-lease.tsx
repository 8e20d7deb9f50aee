import { Alert, Button, CopyButton, Group, NativeSelect, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useRef, useState } from 'react'
import { api, type LeaseTemplate, ProblemError } from '../api.ts'
import { useProof } from '../identity/step-up.tsx'
import { Facts } from '../shell/facts.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { When } from '../shell/when.tsx'
import { secretsKey } from './queries.ts'
import styles from './secrets.module.css'
import { useUnkept } from './use-unkept.ts'
import { duration } from './words.ts'

type Issued = Awaited<ReturnType<typeof api.secrets.issueLease>>

/** Has an account made; what it is entered with is shown this once, and held by this part of the page alone. */
export function IssueLease({ templates }: { templates: readonly LeaseTemplate[] }): ReactElement {
  const prove = useProof()
  const queryClient = useQueryClient()
  const [issued, setIssued] = useState<Issued | null>(null)
  const key = useRef<string | null>(null)
  const form = useForm({
    initialValues: { template: templates[0]?.path ?? '', minutes: '' },
    validate: { minutes: (value) => (/^\d{0,5}$/.test(value.trim()) ? null : 'Enter whole minutes') },
  })
  const { submit, pending, problem } = useUnkept({
    form,
    send: async ({ template, minutes }) => {
      const body = { template, ...(minutes.trim() === '' ? {} : { ttlSeconds: Number(minutes) * 60 }) }
      key.current ??= crypto.randomUUID()
      const idempotencyKey = key.current
      try {
        const made = await prove(() => api.secrets.issueLease({ body, idempotencyKey }))
        key.current = null
        return made
      } catch (error) {
        if (isAnswered(error)) key.current = null
        throw error
      }
    },
    done: async (made) => {
      setIssued(made)
      await queryClient.invalidateQueries({ queryKey: secretsKey })
    },
  })
  const template = templates.find(({ path }) => path === form.values.template)
  return (
    <form onSubmit={submit} noValidate aria-label="Have an account made" autoComplete="off">
      <Stack>
        <ProblemNotice error={problem} />
        {issued !== null && <Credentials issued={issued} onHide={() => setIssued(null)} />}
        <div className={styles.pair}>
          <NativeSelect
            label="By the template"
            description={template?.description}
            data={templates.map(({ path }) => path)}
            {...form.getInputProps('template')}
          />
          <TextInput
            label="For so many minutes"
            description={template === undefined ? '' : `Empty: ${duration(template.ttlSeconds)}`}
            inputMode="numeric"
            {...form.getInputProps('minutes')}
          />
        </div>
        <Group>
          <Button type="submit" loading={pending}>
            Make the account
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** Whether the server has said no; otherwise the account may be there, and the same request is asked again. */
function isAnswered(error: unknown): boolean {
  return error instanceof ProblemError && error.status >= 400
}

function Credentials({ issued, onHide }: { issued: Issued; onHide: () => void }): ReactElement {
  const { credentials, expiresAt } = issued
  if (credentials === null)
    return (
      <Alert role="status" variant="outline" title="The account was made before">
        Its password was in an answer that was lost. Revoke the account below and ask for another one.
      </Alert>
    )
  const { username, password, host, port, database } = credentials
  return (
    <Alert role="status" variant="outline" title="The account is made">
      <Stack gap="xs">
        <p>Keep the password now: it is not shown again.</p>
        <Facts
          facts={[
            ['User', <code key="user">{username}</code>],
            ['Password', <code key="password">{password}</code>],
            ['Host', `${host}:${port}`],
            ['Database', database],
            ['Good until', <When key="until" at={expiresAt} />],
          ]}
        />
        <Group gap="xs">
          <CopyButton value={password}>
            {({ copied, copy }) => (
              <Button size="xs" variant="default" onClick={copy}>
                {copied ? 'Copied' : 'Copy the password'}
              </Button>
            )}
          </CopyButton>
          <Button size="xs" variant="default" onClick={onHide}>
            I have it
          </Button>
        </Group>
      </Stack>
    </Alert>
  )
}
