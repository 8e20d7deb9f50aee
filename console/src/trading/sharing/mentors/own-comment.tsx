import { Button, Group, Stack, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { api } from '../../../api.ts'
import { ConfirmButton } from '../../../shell/confirm-button.tsx'
import { notifyDone, notifyProblem } from '../../../shell/notify.ts'
import type { Comment } from './comments.tsx'
import { type Commented, commentsKey, TEXT_MAX } from './queries.ts'

interface OwnCommentProps {
  readonly comment: Comment
  readonly subject: Required<Commented>
}

/** Its author says a comment otherwise, or takes it back. */
export function OwnComment({ comment, subject }: OwnCommentProps): ReactElement {
  const [text, setText] = useState<string | null>(null)
  const client = useQueryClient()
  const path = { id: subject.mentoring, commentId: comment.id }
  const fresh = (words: string) => async () => {
    setText(null)
    notifyDone(words)
    await client.invalidateQueries({ queryKey: commentsKey(subject) })
  }
  const change = useMutation({
    mutationFn: (said: string) => api.trading.changeComment({ path, body: { text: said } }),
    onSuccess: fresh('The comment is changed.'),
    onError: notifyProblem,
  })
  const remove = useMutation({
    mutationFn: () => api.trading.removeComment({ path }),
    onSuccess: fresh('The comment is removed.'),
    onError: notifyProblem,
  })
  if (text === null)
    return (
      <Group gap="xs" mt="xs">
        <Button variant="default" onClick={() => setText(comment.text)}>
          Change
        </Button>
        <ConfirmButton
          label="Remove"
          question="The trader will not see it any more."
          confirm="Remove it"
          pending={remove.isPending}
          onConfirm={() => remove.mutate()}
        />
      </Group>
    )
  return (
    <Stack gap="xs" mt="xs">
      <Textarea
        label="Changed comment"
        autosize
        minRows={3}
        maxLength={TEXT_MAX}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Group gap="xs">
        <Button disabled={text.trim() === ''} loading={change.isPending} onClick={() => change.mutate(text)}>
          Save
        </Button>
        <Button variant="default" onClick={() => setText(null)}>
          Leave it
        </Button>
      </Group>
    </Stack>
  )
}
