import { Stack } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../../api.ts'
import { ConfirmButton } from '../../shell/confirm-button.tsx'
import { GatedButton } from '../../shell/gated-button.tsx'
import { Panel } from '../../shell/panel.tsx'
import { ProblemNotice } from '../../shell/problem-notice.tsx'
import { useStep } from '../../shell/use-step.ts'
import { type FlagSegment, segmentQuery } from '../more-queries.ts'
import { segmentsQuery } from '../queries.ts'

/** A segment goes when nothing names it any more; what still does is told. */
export function RemoveSegment({ segment }: { segment: FlagSegment }): ReactElement {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const { key, title, version, usedBy } = segment
  const step = useStep<unknown>({
    of: segmentsQuery.queryKey,
    onDone: async () => {
      await navigate({ to: '/flags/segments' })
      queryClient.removeQueries({ queryKey: segmentQuery(key).queryKey })
    },
  })
  return (
    <Panel title="Remove it">
      <Stack gap="md">
        <ProblemNotice error={step.problem} />
        {usedBy.length > 0 ? (
          <GatedButton
            variant="default"
            disabledReason={`It is used by ${usedBy.map(({ flag }) => flag).join(', ')}.`}
            onClick={() => undefined}
          >
            Remove the segment
          </GatedButton>
        ) : (
          <ConfirmButton
            label="Remove the segment"
            question={`${title} is gone then; its history is kept.`}
            confirm="Remove"
            pending={step.pending}
            onConfirm={() =>
              step.run(`The segment ${title} is gone.`, () =>
                api.flags.removeSegment({ path: { key }, query: { version } }),
              )
            }
          />
        )}
      </Stack>
    </Panel>
  )
}
