import { Type } from 'typebox'
import { inSeconds, now } from '../../kernel/clock.ts'
import { idOf, instant, nullable, object } from '../../kernel/http/schema.ts'
import type { Id } from '../../kernel/id.ts'
import type { Person } from './deps.ts'

/** How long a reviewer holds an item without a sign of life. */
const CLAIM_SECONDS = 30 * 60
/** How soon a reviewer's answer is promised. */
const ANSWER_SECONDS = 48 * 3600

export interface Claimed {
  readonly state: string
  readonly claimed_by: Id<'user'> | null
  readonly claimed_until: Date | null
}

export function claimBy(reviewerId: Id<'user'>) {
  return { claimed_by: reviewerId, claimed_until: inSeconds(CLAIM_SECONDS) }
}

export const noClaim = { claimed_by: null, claimed_until: null }

export function answerDue(): Date {
  return inSeconds(ANSWER_SECONDS)
}

/** A claim counts until it lapses; then anybody may take the item. */
function isHeld(row: Claimed): boolean {
  return row.state === 'in_review' && row.claimed_until !== null && row.claimed_until > now()
}

export function isHeldBy(row: Claimed, reviewerId: Id<'user'>): boolean {
  return isHeld(row) && row.claimed_by === reviewerId
}

/** Who holds an item and until when; null when it is free. */
export const claimShape = nullable(
  object({ reviewer: object({ id: idOf('user'), name: Type.String() }), until: instant }),
)

export function viewClaim(row: Claimed, people: ReadonlyMap<string, Person>) {
  if (!isHeld(row) || row.claimed_by === null) return null
  return {
    reviewer: { id: row.claimed_by, name: people.get(row.claimed_by)?.name ?? '' },
    until: row.claimed_until,
  }
}
