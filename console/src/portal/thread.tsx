import { Button, Stack, Text, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { type ReactElement, type ReactNode, useState } from 'react'
import { AttachFiles } from '../files/attach-files.tsx'
import { type AttachedFile, AttachedFiles } from '../files/attached-files.tsx'
import type { UploadedFile } from '../files/use-upload.ts'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { filled, useFormSubmit } from '../shell/use-form-submit.ts'
import { When } from '../shell/when.tsx'
import { uploadsOf } from './guest-uploads.ts'
import styles from './portal.module.css'
import type { Door } from './types.ts'

interface Message {
  readonly id: string
  readonly author: 'client' | 'staff'
  readonly authorName: string | null
  readonly body: string
  readonly at: string
  readonly files?: readonly AttachedFile[]
}

interface ThreadProps {
  readonly label: string
  readonly messages: readonly Message[]
  /** How a file that came along with a message is fetched. */
  readonly fileAction?: (file: AttachedFile) => ReactNode
}

/** What was written, oldest first, as the client reads it. */
export function Thread({ label, messages, fileAction = () => null }: ThreadProps): ReactElement {
  if (messages.length === 0) return <Text c="dimmed">Nothing was written yet.</Text>
  return (
    <Rows label={label}>
      {messages.map(({ id, author, authorName, body, at, files = [] }) => (
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
          detail={
            <>
              <div className={styles.words}>{body}</div>
              <AttachedFiles files={files} action={fileAction} />
            </>
          }
        />
      ))}
    </Rows>
  )
}

interface WriteFormProps {
  readonly label: string
  /** Where files may go along: how they are sent. */
  readonly filesBy?: Door
  readonly send: (body: string, fileIds: string[]) => Promise<unknown>
  readonly done: () => unknown
}

export function WriteForm({ label, filesBy, send, done }: WriteFormProps): ReactElement {
  const [files, setFiles] = useState<readonly UploadedFile[]>([])
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { body: '' },
    validate: { body: filled('Write something') },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: ({ body }) =>
      send(
        body,
        files.map(({ id }) => id),
      ),
    done: async () => {
      form.reset()
      setFiles([])
      await done()
    },
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack mt="md">
        <ProblemNotice error={problem} />
        <Textarea key={form.key('body')} label={label} rows={4} maxLength={8000} {...form.getInputProps('body')} />
        {filesBy !== undefined && <AttachFiles files={files} onChange={setFiles} way={uploadsOf(filesBy)} />}
        <Button type="submit" loading={pending} style={{ alignSelf: 'flex-start' }}>
          Send
        </Button>
      </Stack>
    </form>
  )
}
