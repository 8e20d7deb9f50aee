import { Button, Group } from '@mantine/core'
import type { ReactElement } from 'react'
import { api } from '../../../api.ts'
import { Panel } from '../../../shell/panel.tsx'
import { StateBadge } from '../../../shell/state-badge.tsx'
import type { TradeDetail } from '../types.ts'
import { useChange } from '../use-change.ts'
import { reviewWords } from '../words.ts'

type State = TradeDetail['reviewState']

const STEPS: Readonly<Record<State, readonly { to: State; label: string }[]>> = {
  unreviewed: [{ to: 'reviewed', label: 'Mark as reviewed' }],
  reviewed: [
    { to: 'locked', label: 'Lock the review' },
    { to: 'unreviewed', label: 'Not reviewed after all' },
  ],
  locked: [{ to: 'reviewed', label: 'Unlock the review' }],
}

/** From not reviewed by reviewed to locked, and back. */
export function ReviewPanel({ trade: { id, version, reviewState } }: { trade: TradeDetail }): ReactElement {
  const { mutate, isPending } = useChange({
    change: (to: State) => api.trading.noteTrade({ path: { id }, body: { version, reviewState: to } }),
    done: (answer) => `The trade is ${reviewWords[answer.reviewState].label.toLowerCase()}.`,
  })
  return (
    <Panel
      title="Review"
      aside={<StateBadge tone={reviewWords[reviewState].tone}>{reviewWords[reviewState].label}</StateBadge>}
    >
      <Group>
        {STEPS[reviewState].map(({ to, label }) => (
          <Button key={to} variant="default" loading={isPending} onClick={() => mutate(to)}>
            {label}
          </Button>
        ))}
      </Group>
    </Panel>
  )
}
