import { Button, Group, Stack, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api } from '../../../api.ts'
import { Empty } from '../../../shell/empty.tsx'
import { PagedList } from '../../../shell/paged-list.tsx'
import { Panel } from '../../../shell/panel.tsx'
import { ProblemNotice } from '../../../shell/problem-notice.tsx'
import { filled, useFormSubmit } from '../../../shell/use-form-submit.ts'
import { usePages } from '../../../shell/use-pages.ts'
import { Comments } from './comments.tsx'
import { OwnComment } from './own-comment.tsx'
import { type Commented, commentsKey, readComments, TEXT_MAX } from './queries.ts'

/** Where a mentor comments, above what they said before. */
export function WriteComments({ subject }: { subject: Required<Commented> }): ReactElement {
  const pages = usePages(commentsKey(subject), (request) => readComments(subject, request))
  return (
    <Panel title="Your comments">
      <Stack>
        <CommentForm subject={subject} />
        <PagedList
          pages={pages}
          empty={<Empty title="No comments yet" hint="What you write here, the trader reads with your name." />}
        >
          {(items) => (
            <Comments comments={items} actions={(comment) => <OwnComment comment={comment} subject={subject} />} />
          )}
        </PagedList>
      </Stack>
    </Panel>
  )
}

function CommentForm({ subject }: { subject: Required<Commented> }): ReactElement {
  const client = useQueryClient()
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { text: '' },
    validate: { text: filled('Write something first') },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: ({ text }) => {
      const asked = { path: { id: subject.mentoring, subjectId: subject.id }, body: { text } }
      return subject.kind === 'trade'
        ? api.trading.commentOnMentoredTrade(asked)
        : api.trading.commentOnMentoredEntry(asked)
    },
    done: async () => {
      form.reset()
      await client.invalidateQueries({ queryKey: commentsKey(subject) })
    },
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <ProblemNotice error={problem} />
        <Textarea
          key={form.key('text')}
          label="Comment"
          autosize
          minRows={3}
          maxLength={TEXT_MAX}
          {...form.getInputProps('text')}
        />
        <Group>
          <Button type="submit" loading={pending}>
            Comment
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
