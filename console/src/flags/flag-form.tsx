import { Button, Group, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useRef } from 'react'
import { api } from '../api.ts'
import { isConflict } from '../changed-since.ts'
import { ConflictNotice, ofAnother } from '../forms/conflict-notice.tsx'
import { UnsavedGuard } from '../forms/unsaved-guard.tsx'
import { notifyDone } from '../shell/notify.ts'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { useFormSubmit } from '../shell/use-form-submit.ts'
import { FlagFields } from './flag-fields.tsx'
import { type FlagValues, flagContent, flagInput, flagRules, flagValues } from './flag-values.ts'
import { Differences } from './history/differences.tsx'
import { ProposeInstead } from './propose-instead.tsx'
import { flagQuery, flagsKey } from './queries.ts'
import { needsApproval } from './refusals.ts'
import type { Flag } from './types.ts'

interface FlagFormProps {
  readonly first: Flag
  readonly onBeginWith: (flag: Flag) => void
  readonly onClose: () => void
}

type Wanted = Parameters<typeof api.flags.change>[0]['body']

/** What a flag is everywhere, changed on the version that was read. */
export function FlagForm({ first, onBeginWith, onClose }: FlagFormProps): ReactElement {
  const queryClient = useQueryClient()
  const { key } = first
  const onTopOf = useRef(first.version)
  const form = useForm<FlagValues>({ mode: 'controlled', initialValues: flagValues(first), validate: flagRules })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: (values) =>
      api.flags.change({
        path: { key },
        body: { version: onTopOf.current, reason: values.reason, ...flagInput(values) } as Wanted,
      }),
    done: async (saved, values) => {
      form.resetDirty(values)
      queryClient.setQueryData(flagQuery(key).queryKey, saved)
      notifyDone('The flag is saved.')
      onClose()
      await queryClient.invalidateQueries({ queryKey: [...flagsKey, 'list'] })
    },
  })
  return (
    <form onSubmit={submit} noValidate aria-label="The flag">
      <UnsavedGuard isDirty={() => form.isDirty()} />
      <Stack gap="md">
        {isConflict(problem) ? (
          <ConflictNotice
            place={[...flagsKey, 'conflict', key, first.version]}
            read={(signal) => api.flags.get({ path: { key }, signal })}
            words={ofAnother('Save mine instead')}
            onKeepMine={({ version }) => {
              onTopOf.current = version
              submit()
            }}
            onTakeTheirs={onBeginWith}
          >
            {(theirs) => (
              <Differences
                label="What they changed"
                kind="flag"
                before={flagContent(first)}
                after={flagContent(theirs)}
              />
            )}
          </ConflictNotice>
        ) : (
          <ProblemNotice error={problem} />
        )}
        {needsApproval(problem) && (
          <ProposeInstead
            flag={first}
            reason={form.values.reason}
            content={{ ...flagInput(form.values), archived: first.archivedAt !== null }}
          />
        )}
        <FlagFields form={form} owner={first.owner} />
        <Group>
          <Button type="submit" loading={pending}>
            Save the flag
          </Button>
          <Button variant="default" onClick={onClose}>
            Leave it as it is
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
