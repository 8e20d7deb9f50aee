import { Type } from 'typebox'
import { idOf, instant, nullable, object, oneOf } from '../../kernel/http/schema.ts'
import type { Id } from '../../kernel/id.ts'
import { SOURCES } from './layers.ts'
import type { Standing } from './values.ts'

/** Names beside the ids of people. */
export type Names = (ids: readonly Id<'user'>[]) => Promise<ReadonlyMap<string, { readonly name: string }>>

export const versionShape = Type.Integer({
  minimum: 0,
  maximum: 1_000_000_000,
  description: '0 as long as nobody has said anything',
})

export const reasonShape = Type.String({ minLength: 1, maxLength: 500, description: 'Why; kept in the history' })

export const anyObject = (description: string) => Type.Object({}, { additionalProperties: true, description })

export const findingShape = {
  severity: oneOf(['error', 'warning', 'info']),
  message: Type.String(),
}

const changedShape = {
  changedAt: nullable(instant),
  changedBy: nullable(idOf('user')),
  changedByName: nullable(Type.String()),
}

const memberShape = object({
  name: Type.String(),
  source: oneOf(SOURCES),
  variable: nullable(
    Type.String({ description: 'The environment variable that holds it, so that it cannot be changed here' }),
  ),
  beneath: Type.Unknown({ description: 'What holds where nothing is said here; null where nothing does' }),
  ...changedShape,
})

/** What is told of a setting beside its value. */
export const circumstances = {
  version: versionShape,
  ...changedShape,
  isOutdated: Type.Boolean({
    description: 'What was said is of an older schema; the layers beneath hold until it is said anew',
  }),
  members: Type.Array(memberShape, { description: 'Of every member of the schema where it comes from' }),
}

/** Everybody who is named in these standings, by id. */
export async function namesOf(names: Names, standings: Iterable<Standing>) {
  const marks = [...standings].flatMap((one) => [one, ...one.members])
  return await names([...new Set(marks.flatMap(({ changedBy }) => (changedBy === null ? [] : [changedBy])))])
}

type NamesById = Awaited<ReturnType<Names>>

/** A standing with the names of people beside their ids. */
export function shown({ layer: _, ...standing }: Standing, names: NamesById) {
  const nameOf = (id: Id<'user'> | null) => (id === null ? null : (names.get(id)?.name ?? null))
  return {
    ...standing,
    changedByName: nameOf(standing.changedBy),
    members: standing.members.map((member) => ({ ...member, changedByName: nameOf(member.changedBy) })),
  }
}
