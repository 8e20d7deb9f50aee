import { Alert, Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import type { flagInput } from './flag-values.ts'
import { flagsKey } from './queries.ts'
import type { Flag } from './types.ts'
import { WayLink } from './way-link.tsx'

type Content = NonNullable<Parameters<typeof api.flags.proposeChange>[0]['body']['flag']>

interface ProposeInsteadProps {
  readonly flag: Flag
  readonly reason: string
  readonly content: ReturnType<typeof flagInput> & { readonly archived: boolean }
}

/** The way on where a change of a flag needs approval. */
export function ProposeInstead({ flag, reason, content }: ProposeInsteadProps): ReactElement {
  const queryClient = useQueryClient()
  const { mutate, isPending, error, data } = useMutation({
    mutationFn: () =>
      api.flags.proposeChange({
        body: { target: flag.key, flag: content as Content, baseVersion: flag.version, reason },
      }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: [...flagsKey, 'changes'] }),
  })
  if (data !== undefined) {
    return (
      <Alert role="status" variant="outline" title="The change is proposed">
        It holds once somebody else has approved it.{' '}
        <WayLink href={`/flags/changes/${data.id}`}>Look at the change</WayLink>
      </Alert>
    )
  }
  return (
    <>
      <ProblemNotice error={error} />
      <div>
        <Button variant="default" loading={isPending} onClick={() => mutate()}>
          Propose it instead
        </Button>
      </div>
    </>
  )
}
