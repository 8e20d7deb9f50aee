import type { Condition, FlagType } from '@plinth/sdk/flags'
import { type Static, Type } from 'typebox'
import { object, oneOf } from '../../../kernel/http/schema.ts'
import type { Reader } from '../parts.ts'
import { canonical, type FlagContent, type TargetingContent } from './content.ts'
import { viewFlags } from './flag-list.ts'
import { segmentContent } from './segments.routes.ts'
import { listSegments } from './segments.ts'
import { flagContent } from './shapes.ts'
import { flagContentOf, targetingContentOf } from './standing.ts'
import { wantedTargeting } from './targeting-shapes.ts'
import { environmentKey, keyText } from './words.ts'

const FLAGS_MAX = 5000
const { ownerId: _owner, archived: _archived, ...carried } = flagContent.properties

/** Flags and segments as one file. Owners are people of one installation, and stay behind; so do archived flags. */
export const exportDocument = object({
  format: Type.Literal('plinth-flags'),
  version: Type.Literal(1),
  segments: Type.Array(object({ key: keyText, ...segmentContent.properties }), { maxItems: FLAGS_MAX }),
  flags: Type.Array(
    object({
      key: keyText,
      type: oneOf(['boolean', 'string', 'number', 'json'] as const satisfies readonly FlagType[]),
      ...carried,
      environments: Type.Array(object({ environment: environmentKey, ...wantedTargeting.properties })),
    }),
    { maxItems: FLAGS_MAX },
  ),
})

/** What a file says, ids and salts included. */
export interface Draft {
  readonly segments: readonly DraftSegment[]
  readonly flags: readonly DraftFlag[]
}
export interface DraftSegment {
  readonly key: string
  readonly title: string
  readonly description: string
  readonly condition: Condition
}
export interface DraftFlag {
  readonly key: string
  readonly type: FlagType
  readonly content: Omit<FlagContent, 'ownerId' | 'archived'>
  readonly targetings: readonly { readonly environment: string; readonly content: TargetingContent }[]
}

/** Every flag that is not archived, and every segment, with members in one order: the same file for the same flags. */
export async function exportFlags(reader: Reader): Promise<Static<typeof exportDocument>> {
  const views = await viewFlags(reader, { archived: false, limit: FLAGS_MAX })
  const flags = views.map(({ row, standings }) => {
    const { ownerId: _by, archived: _is, ...content } = flagContentOf(row)
    const environments = standings.map((one) => ({ environment: one.environment, ...targetingContentOf(one) }))
    return { key: row.key, type: row.type, ...content, environments }
  })
  const segments = (await listSegments(reader)).map(({ key, title, description, condition }) => ({
    ...{ key, title, description, condition },
  }))
  return JSON.parse(canonical({ format: 'plinth-flags', version: 1, segments, flags }))
}
