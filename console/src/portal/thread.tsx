import { Button, Stack, Text, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { ReactElement } from 'react'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { filled, useFormSubmit } from '../shell/use-form-submit.ts'
import { When } from '../shell/when.tsx'
import styles from './portal.module.css'

interface Message {
  readonly id: string
  readonly author: 'client' | 'staff'
  readonly authorName: string | null
  readonly body: string
  readonly at: string
}

/** What was written, oldest first, as the client reads it. */
export function Thread({ label, messages }: { label: string; messages: readonly Message[] }): ReactElement {
  if (messages.length === 0) return <Text c="dimmed">Nothing was written yet.</Text>
  return (
    <Rows label={label}>
      {messages.map(({ id, author, authorName, body, at }) => (
        <Row
          key={id}
          title={
            <>
              {author === 'client' ? 'You' : (authorName ?? 'The team')}{' '}
              <span className={styles.when}>
                <When at={at} />
              </span>
            </>
          }
          detail={<div className={styles.words}>{body}</div>}
        />
      ))}
    </Rows>
  )
}

interface WriteFormProps {
  readonly label: string
  readonly send: (body: string) => Promise<unknown>
  readonly done: () => unknown
}

export function WriteForm({ label, send, done }: WriteFormProps): ReactElement {
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { body: '' },
    validate: { body: filled('Write something') },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: ({ body }) => send(body),
    done: async () => {
      form.reset()
      await done()
    },
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack mt="md">
        <ProblemNotice error={problem} />
        <Textarea key={form.key('body')} label={label} rows={4} maxLength={8000} {...form.getInputProps('body')} />
        <Button type="submit" loading={pending} style={{ alignSelf: 'flex-start' }}>
          Send
        </Button>
      </Stack>
    </form>
  )
}
