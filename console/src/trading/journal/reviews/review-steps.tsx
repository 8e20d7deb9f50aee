import { Button, Group, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api } from '../../../api.ts'
import { ConfirmButton } from '../../../shell/confirm-button.tsx'
import { notifyDone, notifyProblem } from '../../../shell/notify.ts'
import { tradingKey } from '../../queries.ts'
import { reviewKey } from '../queries.ts'
import type { TradeDetail } from '../types.ts'

interface ReviewStepsProps {
  readonly trade: TradeDetail
  readonly isReviewed: boolean
  readonly onTakenBack: () => void
}

/** From reviewed to locked and back, and the review taken back altogether. */
export function ReviewSteps({ trade, isReviewed, onTakenBack }: ReviewStepsProps): ReactElement | null {
  const queryClient = useQueryClient()
  const path = { id: trade.id }
  const step = useMutation({
    mutationFn: ({ send }: { done: string; send: () => Promise<unknown> }) => send(),
    onSuccess: async (_, { done }) => {
      notifyDone(done)
      await queryClient.invalidateQueries({ queryKey: tradingKey })
    },
    onError: notifyProblem,
  })
  if (trade.reviewState === 'locked')
    return (
      <Group mt="md">
        <Text size="sm">It is locked: nothing of the trade can be changed.</Text>
        <Button
          variant="default"
          loading={step.isPending}
          onClick={() =>
            step.mutate({
              done: 'The lock is taken off.',
              send: () => api.trading.noteTrade({ path, body: { version: trade.version, reviewState: 'reviewed' } }),
            })
          }
        >
          Take the lock off
        </Button>
      </Group>
    )
  if (!isReviewed) return null
  return (
    <Group mt="md" align="flex-start">
      <Button
        variant="default"
        loading={step.isPending}
        onClick={() => step.mutate({ done: 'The review is locked.', send: () => api.trading.lockReview({ path }) })}
      >
        Lock the review
      </Button>
      <ConfirmButton
        label="Take the review back"
        question="What it says goes; mistakes stay as tags of the trade. Take it back?"
        confirm="Take it back"
        pending={step.isPending}
        onConfirm={() =>
          step.mutate({
            done: 'The review is taken back.',
            send: async () => {
              await api.trading.removeReview({ path })
              queryClient.setQueryData(reviewKey(trade.id), null)
              onTakenBack()
            },
          })
        }
      />
    </Group>
  )
}
