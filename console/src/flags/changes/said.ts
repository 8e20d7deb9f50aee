import type { api } from '../../api.ts'
import type { FlagChange } from '../more-queries.ts'

type Proposal = Parameters<typeof api.flags.proposeChange>[0]['body']

/** A proposal of other content on what was read, as the server wants it; `scheduledAt` '' as soon as it is approved. */
export function proposalOf(
  { kind, target, environment }: Pick<FlagChange, 'kind' | 'target' | 'environment'>,
  said: {
    readonly content: unknown
    readonly baseVersion: number
    readonly reason: string
    readonly scheduledAt: string
  },
): Proposal {
  const { content, baseVersion, reason, scheduledAt } = said
  const common = { target, baseVersion, reason, scheduledAt: scheduledAt === '' ? null : scheduledAt }
  if (kind === 'targeting')
    return { ...common, environment: environment ?? '', targeting: content as NonNullable<Proposal['targeting']> }
  if (kind === 'segment') return { ...common, segment: content as NonNullable<Proposal['segment']> }
  return { ...common, flag: content as NonNullable<Proposal['flag']> }
}
