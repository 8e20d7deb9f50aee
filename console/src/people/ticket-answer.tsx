import { Button, Checkbox, Stack, Textarea } from '@mantine/core'
import '@mantine/core/styles/InlineInput.layer.css'
import '@mantine/core/styles/Checkbox.layer.css'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { api } from '../api.ts'
import { AttachFiles } from '../files/attach-files.tsx'
import type { UploadedFile } from '../files/use-upload.ts'
import { notifyDone } from '../shell/notify.ts'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { filled, useFormSubmit } from '../shell/use-form-submit.ts'

/** To the client by mail, or a note that stays among the staff. */
export function AnswerTicket({ id }: { id: string }): ReactElement {
  const queryClient = useQueryClient()
  const [files, setFiles] = useState<readonly UploadedFile[]>([])
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { body: '', internal: false },
    validate: { body: filled('Write something') },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: (fields) =>
      api.agency.answerTicket({ path: { id }, body: { ...fields, fileIds: files.map((file) => file.id) } }),
    done: async (_, { internal }) => {
      notifyDone(internal ? 'The note is kept.' : 'The client gets your answer by mail.')
      form.reset()
      setFiles([])
      await queryClient.invalidateQueries({ queryKey: ['staff', 'tickets'] })
    },
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack mt="md">
        <ProblemNotice error={problem} />
        <Textarea
          key={form.key('body')}
          label="Your answer"
          rows={5}
          maxLength={8000}
          {...form.getInputProps('body')}
        />
        <AttachFiles files={files} onChange={setFiles} />
        <Checkbox
          key={form.key('internal')}
          label="A note among the staff: the client does not see it"
          {...form.getInputProps('internal', { type: 'checkbox' })}
        />
        <Button type="submit" loading={pending} style={{ alignSelf: 'flex-start' }}>
          Send
        </Button>
      </Stack>
    </form>
  )
}
