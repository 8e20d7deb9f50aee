import { Button, Stack, Text, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { type Application, api } from '../api.ts'
import { notifyDone } from '../shell/notify.ts'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { filled, useFormSubmit } from '../shell/use-form-submit.ts'
import { When } from '../shell/when.tsx'

/** Questions of the reviewer and answers of the applicant, oldest first. */
export function Conversation({ messages }: { messages: Application['messages'] }): ReactElement {
  return (
    <Panel title="Questions and answers">
      <Rows label="Questions and answers">
        {messages.map(({ at, from, text }) => (
          <Row
            key={at}
            title={from === 'reviewer' ? 'Reviewer' : 'Applicant'}
            detail={
              <>
                <Text>{text}</Text>
                <When at={at} />
              </>
            }
          />
        ))}
      </Rows>
    </Panel>
  )
}

export function AnswerRequest({ application }: { application: Application }): ReactElement {
  const queryClient = useQueryClient()
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { message: '' },
    validate: { message: filled('Write an answer') },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: (body) => api.music.answerApplication({ path: { id: application.id }, body }),
    done: async () => {
      notifyDone('Your answer is sent.')
      await queryClient.invalidateQueries({ queryKey: ['applications'] })
    },
  })
  return (
    <Panel title="Answer the reviewer">
      <form onSubmit={submit} noValidate>
        <Stack>
          <ProblemNotice error={problem} />
          <Textarea
            key={form.key('message')}
            label="Your answer"
            description="Where fields need a change, change them below first; they are saved as you type."
            rows={4}
            {...form.getInputProps('message')}
          />
          <Button type="submit" loading={pending} style={{ alignSelf: 'flex-start' }}>
            Send the answer
          </Button>
        </Stack>
      </form>
    </Panel>
  )
}
