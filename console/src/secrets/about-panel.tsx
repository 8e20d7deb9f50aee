import { Button, Group, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { api, type SecretDetail } from '../api.ts'
import { isConflict } from '../changed-since.ts'
import { UnsavedGuard } from '../forms/unsaved-guard.tsx'
import { notifyDone } from '../shell/notify.ts'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { useFormSubmit } from '../shell/use-form-submit.ts'
import { type About, AboutFields } from './about-fields.tsx'
import { secretQuery, secretsKey } from './queries.ts'

/** Changes what is said about a secret; when somebody else did so meanwhile, what they wrote is fetched before anything is sent again. */
export function AboutPanel({ secret }: { secret: SecretDetail }): ReactElement {
  const [begun, setBegun] = useState(secret)
  return <AboutForm key={begun.revision} secret={begun} onAnew={setBegun} />
}

interface AboutFormProps {
  readonly secret: SecretDetail
  readonly onAnew: (written: SecretDetail) => void
}

function AboutForm({ secret, onAnew }: AboutFormProps): ReactElement {
  const { id, ownerId, ownerName } = secret
  const queryClient = useQueryClient()
  const [revision, setRevision] = useState(secret.revision)
  const form = useForm<About>({ initialValues: aboutOf(secret) })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: ({ ownerId: owner, expiresAt, ...said }) =>
      api.secrets.change({
        path: { id },
        body: {
          ...{ ...said, revision, expiresAt: expiresAt === '' ? null : expiresAt },
          ...(owner === '' ? {} : { ownerId: owner }),
        },
      }),
    done: async (saved, values) => {
      setRevision(saved.revision)
      form.resetDirty(values)
      notifyDone('Saved.')
      await queryClient.invalidateQueries({ queryKey: secretsKey })
    },
  })
  async function readAnew(): Promise<void> {
    onAnew(await queryClient.fetchQuery({ ...secretQuery(id), staleTime: 0 }))
  }
  return (
    <form onSubmit={submit} noValidate aria-label="About it">
      <UnsavedGuard isDirty={() => form.isDirty()} />
      <Stack>
        <ProblemNotice error={problem} />
        <AboutFields
          form={form}
          owner={ownerId === null ? undefined : { id: ownerId, name: ownerName ?? 'Somebody who is gone' }}
        />
        <Group>
          <Button type="submit" loading={pending}>
            Save
          </Button>
          {isConflict(problem) && (
            <Button variant="default" onClick={() => void readAnew()}>
              Show what was written
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  )
}

function aboutOf({ description, tags, ownerId, expiresAt }: SecretDetail): About {
  return { description, tags: [...tags], ownerId: ownerId ?? '', expiresAt: expiresAt ?? '' }
}
