import type { Id } from '../../../kernel/id.ts'
import type { FlagsDeps, Reader } from '../parts.ts'
import { type FlagView, viewFlag } from './flag-list.ts'
import { toFlag } from './shapes.ts'
import type { Names } from './words.ts'

/** Flags as they are answered, with the names of people beside their ids. */
export async function shownFlags(deps: Pick<FlagsDeps, 'people'>, reader: Reader, views: readonly FlagView[]) {
  const ids = views.flatMap(({ row, standings }) => [row.owner_id, ...standings.map(({ changed_by: by }) => by)])
  const names = await namesOf(deps, reader, ids)
  return views.map((view) => toFlag(view, names))
}

export async function shownFlag(deps: Pick<FlagsDeps, 'people'>, reader: Reader, key: string) {
  return (await shownFlags(deps, reader, [await viewFlag(reader, key)]))[0]
}

export async function namesOf(
  { people }: Pick<FlagsDeps, 'people'>,
  reader: Reader,
  ids: readonly (Id<'user'> | null)[],
): Promise<Names> {
  const known = [...new Set(ids.filter((id) => id !== null))]
  return known.length === 0 ? new Map() : await people(known, reader)
}
