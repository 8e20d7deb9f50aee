import { Button, Stack, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { api } from '../api.ts'
import { askAgain } from '../files/ask-again.ts'
import { UploadField } from '../files/upload-field.tsx'
import { notifyDone } from '../shell/notify.ts'
import { Page } from '../shell/page.tsx'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { useFormSubmit } from '../shell/use-form-submit.ts'
import styles from './people.module.css'
import type { Employee } from './types.ts'

const KEY = ['staff', 'profile']

/** What the public page of the team says of oneself. */
export function OwnProfilePage(): ReactElement {
  const profile = useQuery({ queryKey: KEY, queryFn: ({ signal }) => api.agency.ownProfile({ signal }) })
  return (
    <Page
      title="Your public profile"
      lead="What the page of the team says of you. Whether it is shown is decided by whoever manages the team."
      width="reading"
    >
      <QueryView query={profile}>{(found) => <ProfileForm key={found.version} profile={found} />}</QueryView>
    </Page>
  )
}

function ProfileForm({ profile }: { profile: Employee }): ReactElement {
  const { version, headline, bio, links, photoUrl, visible, name } = profile
  const queryClient = useQueryClient()
  const [photoFileId, setPhotoFileId] = useState<string>()
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { headline, bio, links: links.join('\n') },
    validate: {
      links: (value) =>
        linesOf(value).every((link) => /^https:\/\/\S+$/.test(link)) ? null : 'One address a line, each with https://',
    },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: ({ links: written, ...rest }) => {
      const photo = photoFileId === undefined ? {} : { photoFileId }
      return api.agency.changeOwnProfile({ body: { version, ...rest, ...photo, links: linesOf(written) } })
    },
    done: async () => {
      notifyDone('Your profile is saved.')
      await queryClient.invalidateQueries({ queryKey: ['staff'] })
    },
  })
  return (
    <Panel title={visible ? 'Shown to the public' : 'Not shown to the public'}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <ProblemNotice error={problem} />
          {photoUrl !== null && (
            <img
              className={styles.portrait}
              src={photoUrl}
              alt={`${name}, as shown now`}
              onError={(event) => askAgain(event.currentTarget)}
            />
          )}
          <UploadField
            label="Photo"
            hint="JPEG, PNG or WebP, at most 10 MB. A square is made of it."
            accept="image/jpeg,image/png,image/webp"
            purpose="agency.portrait"
            error={undefined}
            onDone={(file) => setPhotoFileId(file?.id)}
          />
          <TextInput
            key={form.key('headline')}
            label="In one line"
            maxLength={160}
            {...form.getInputProps('headline')}
          />
          <Textarea key={form.key('bio')} label="About you" rows={6} maxLength={4000} {...form.getInputProps('bio')} />
          <Textarea
            key={form.key('links')}
            label="Links"
            description="One address a line, at most six."
            rows={3}
            {...form.getInputProps('links')}
          />
          <Button type="submit" loading={pending} style={{ alignSelf: 'flex-start' }}>
            Save
          </Button>
        </Stack>
      </form>
    </Panel>
  )
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}
