import type { ReactElement } from 'react'
import type { ListedPayment } from '../api.ts'
import { StateBadge } from '../shell/state-badge.tsx'
import { paymentStates } from './words.ts'

type Standing = Pick<ListedPayment, 'state' | 'underReview' | 'disputed'>

/** How a payment stands, and what somebody has to look at. */
export function PaymentBadges({ payment: { state, underReview, disputed } }: { payment: Standing }): ReactElement {
  const { label, tone } = paymentStates[state]
  return (
    <>
      {disputed.minor !== '0' && <StateBadge tone="negative">Disputed</StateBadge>}
      {underReview && <StateBadge tone="negative">Under review</StateBadge>}
      <StateBadge tone={tone}>{label}</StateBadge>
    </>
  )
}
