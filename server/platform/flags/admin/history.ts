import type { Selectable } from 'kysely'
import type { Tx } from '../../../kernel/db/database.ts'
import type { Id } from '../../../kernel/id.ts'
import type { FlagsDeps, Reader } from '../parts.ts'
import { flagsProblem } from '../problems.ts'
import type { FlagTables } from '../tables.ts'
import { apply } from './apply.ts'
import type { Content, Subject } from './content.ts'

type Revision = Selectable<FlagTables['flags.revision']>

interface HistoryFilter {
  readonly kinds: readonly Revision['kind'][]
  readonly target: string
  readonly environment?: string | undefined
  readonly after?: string | undefined
  readonly limit: number
}

/** Revisions, the newest first; of an environment also what holds in all. */
export function listRevisions(reader: Reader, filter: HistoryFilter): Promise<Revision[]> {
  const { kinds, target, environment, after, limit } = filter
  return reader
    .query<FlagTables>()
    .selectFrom('flags.revision')
    .selectAll()
    .where('target', '=', target)
    .where('kind', 'in', [...kinds])
    .$if(environment !== undefined, (query) =>
      query.where((where) =>
        where.or([where('environment', '=', environment ?? ''), where('environment', 'is', null)]),
      ),
    )
    .$if(after !== undefined, (query) => query.where('id', '<', after as Id<'flag-revision'>))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

/** A revision that left something behind; `of` null: of a flag or a segment. Throws flags/revision-not-found. */
export async function findRevision(
  reader: Reader,
  of: 'flag' | 'segment' | null,
  target: string,
  id: Id<'flag-revision'>,
) {
  const found = await reader
    .query<FlagTables>()
    .selectFrom('flags.revision')
    .selectAll()
    .where('id', '=', id)
    .where('target', '=', target)
    .$if(of !== null, (query) => query.where('kind', 'in', of === 'segment' ? ['segment'] : ['flag', 'targeting']))
    .executeTakeFirst()
  if (found === undefined || found.after === null) throw flagsProblem('revision-not-found')
  return { ...found, after: found.after as Content }
}

/** The revision that made a version of something, the newest of that number: a key may have been made anew. */
export function findVersion(reader: Reader, { kind, target, environment }: Subject, version: number) {
  return reader
    .query<FlagTables>()
    .selectFrom('flags.revision')
    .selectAll()
    .where('kind', '=', kind)
    .where('target', '=', target)
    .where('environment', environment === null ? 'is' : '=', environment)
    .where('version', '=', version)
    .orderBy('id', 'desc')
    .executeTakeFirst()
}

interface Rollback {
  readonly kind: 'flag' | 'segment'
  readonly target: string
  readonly revisionId: Id<'flag-revision'>
  readonly version: number
  readonly reason: string
}

/** What a revision left behind holds again, as a new revision. Throws flags/revision-not-found and as `apply` does. */
export async function rollBack(deps: Pick<FlagsDeps, 'bus'>, tx: Tx, rollback: Rollback): Promise<void> {
  const { kind: of, target, revisionId, version, reason } = rollback
  const { kind, environment, after: content } = await findRevision(tx, of, target, revisionId)
  const subject = { kind, target, environment }
  await apply(deps, tx, { subject, content, baseVersion: version, reason, action: 'rolled-back' })
}
