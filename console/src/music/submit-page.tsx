import { Button, NativeSelect, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type ReactElement, useState } from 'react'
import { api } from '../api.ts'
import { ButtonLink } from '../shell/button-link.tsx'
import { Empty } from '../shell/empty.tsx'
import { Page } from '../shell/page.tsx'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { filled, useFormSubmit } from '../shell/use-form-submit.ts'
import { type MyArtist, myArtistsQuery } from './my-artists.ts'
import { SubmissionFields } from './submission-fields.tsx'
import { emptySubmission, optionalPart, type SubmissionValues } from './submission-values.ts'

export function SubmitPage(): ReactElement {
  const artists = useQuery(myArtistsQuery)
  return (
    <Page
      title="Submit a track"
      eyebrow={<TextLink to="/submissions">My submissions</TextLink>}
      lead="The files are checked at once; then a reviewer listens and answers with reasons."
      width="reading"
    >
      <QueryView query={artists}>
        {(found) => (found.length === 0 ? <NoArtist /> : <SubmitForm artists={found} />)}
      </QueryView>
    </Page>
  )
}

function NoArtist(): ReactElement {
  return (
    <Empty
      title="You do not speak for an artist yet"
      hint="Tracks are submitted in an artist's name, which an approved application gives you."
      action={<ButtonLink to="/apply">Apply as an artist</ButtonLink>}
    />
  )
}

function SubmitForm({ artists }: { artists: readonly MyArtist[] }): ReactElement {
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  // The same key for the same attempt: a repeated click or a lost answer makes one submission.
  const [idempotencyKey] = useState(() => crypto.randomUUID())
  const form = useForm<SubmissionValues>({
    mode: 'uncontrolled',
    initialValues: { ...emptySubmission, artistId: artists[0]?.id ?? '' },
    validate: {
      title: filled('Enter the title'),
      genre: filled('Choose a genre'),
      audioFileId: filled('Choose the recording, and wait until it is uploaded'),
      coverFileId: filled('Choose the cover, and wait until it is uploaded'),
    },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: (values) => api.music.submitTrack({ body: bodyOf(values), idempotencyKey }),
    done: async ({ id }) => {
      await queryClient.invalidateQueries({ queryKey: ['submissions'] })
      await navigate({ to: '/submissions/$id', params: { id } })
    },
  })
  return (
    <Panel>
      <form onSubmit={submit} noValidate>
        <Stack gap="lg">
          <ProblemNotice error={problem} />
          <NativeSelect
            key={form.key('artistId')}
            label="Artist"
            data={artists.map(({ id, name }) => ({ value: id, label: name }))}
            {...form.getInputProps('artistId')}
          />
          <SubmissionFields form={form} keepsFiles={false} />
          <Button type="submit" loading={pending} style={{ alignSelf: 'flex-start' }}>
            Submit the track
          </Button>
        </Stack>
      </form>
    </Panel>
  )
}

function bodyOf(values: SubmissionValues) {
  const { artistId, title, genre, explicit, audioFileId, coverFileId } = values
  return { artistId, title: title.trim(), genre, explicit, audioFileId, coverFileId, ...optionalPart(values) }
}
