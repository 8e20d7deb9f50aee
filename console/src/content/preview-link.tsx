import { Anchor, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api, type ContentType } from '../api.ts'
import { GatedButton } from '../shell/gated-button.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { When } from '../shell/when.tsx'
import type { Entry } from './entry-calls.ts'

/** A link that shows this version to whoever has it. */
export function PreviewLink({
  type,
  entry,
  isDirty,
}: {
  type: ContentType['name']
  entry: Entry
  isDirty: boolean
}): ReactElement {
  const { mutate, isPending, error, data } = useMutation({
    mutationFn: () => api.content.createPreview({ path: { type, id: entry.id }, body: { version: entry.version } }),
  })
  return (
    <Stack gap="xs">
      <GatedButton
        variant="default"
        disabledReason={isDirty ? 'Save your changes first' : undefined}
        loading={isPending}
        onClick={() => mutate()}
      >
        Make a preview link
      </GatedButton>
      <ProblemNotice error={error} />
      <div role="status">
        {data !== undefined && (
          <>
            <Anchor href={data.path} target="_blank" rel="noreferrer" underline="always">
              Preview of this version
            </Anchor>
            , for whoever has the link until <When at={data.expiresAt} />
          </>
        )}
      </div>
    </Stack>
  )
}
