import { api } from '../../../api.ts'
import { tradingKey } from '../../queries.ts'

export const mentorsKey = [...tradingKey, 'mentors'] as const
export const mentoringKey = [...tradingKey, 'mentoring'] as const

export type Mentor = Awaited<ReturnType<typeof api.trading.listMentors>>['items'][number]
export type Mentoring = Awaited<ReturnType<typeof api.trading.listMentoring>>['items'][number]
export type MentoredTrade = Awaited<ReturnType<typeof api.trading.listMentoredTrades>>['items'][number]
type CommentPage = Awaited<ReturnType<typeof api.trading.listCommentsOfTrade>>

/** Of a comment. */
export const TEXT_MAX = 5000

/** What comments are on; with `mentoring`, as the mentor sees them. */
export interface Commented {
  readonly kind: 'trade' | 'entry'
  readonly id: string
  readonly mentoring?: string
}

export const commentsKey = ({ kind, id, mentoring = 'own' }: Commented) =>
  [...tradingKey, 'mentor-comments', mentoring, kind, id] as const

export function readComments(
  { kind, id, mentoring }: Commented,
  { cursor, signal }: { readonly cursor?: string; readonly signal: AbortSignal },
): Promise<CommentPage> {
  const query = cursor === undefined ? {} : { cursor }
  if (mentoring === undefined) {
    const asked = { path: { id }, query, signal }
    return kind === 'trade' ? api.trading.listCommentsOfTrade(asked) : api.trading.listCommentsOfEntry(asked)
  }
  const asked = { path: { id: mentoring, subjectId: id }, query, signal }
  return kind === 'trade'
    ? api.trading.listCommentsOfMentoredTrade(asked)
    : api.trading.listCommentsOfMentoredEntry(asked)
}
