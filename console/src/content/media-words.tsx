import { Button, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type ReactElement, useState } from 'react'
import { api, type MediaDetail } from '../api.ts'
import { notifyDone } from '../shell/notify.ts'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { mediaListKey, mediaQuery } from './media.ts'

/** What a picture shows, for whoever cannot see it. */
export function MediaWords({ media }: { media: MediaDetail }): ReactElement {
  const { id, alt, mayChange } = media
  const [words, setWords] = useState(alt ?? '')
  const queryClient = useQueryClient()
  const { mutate, isPending, error } = useMutation({
    mutationFn: (said: string) => api.content.describeMedia({ path: { id }, body: { alt: said === '' ? null : said } }),
    onSuccess: async () => {
      notifyDone('The words are saved.')
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: mediaQuery(id).queryKey }),
        queryClient.invalidateQueries({ queryKey: mediaListKey }),
      ])
    },
  })
  const save = (event: FormEvent): void => {
    event.preventDefault()
    mutate(words.trim())
  }
  if (!mayChange) return <Panel title="Words in its place">{alt ?? 'There are none.'}</Panel>
  return (
    <Panel title="Words in its place">
      <form onSubmit={save}>
        <Stack gap="md">
          <ProblemNotice error={error} />
          <TextInput
            label="What it shows"
            description="For whoever cannot see it: shown with it in fields, and put beside it where it is chosen for a text"
            maxLength={500}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
          />
          <Button type="submit" variant="default" loading={isPending} style={{ alignSelf: 'flex-start' }}>
            Save the words
          </Button>
        </Stack>
      </form>
    </Panel>
  )
}
