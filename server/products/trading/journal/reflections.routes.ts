import { type Static, Type } from 'typebox'
import { type Route, route } from '../../../kernel/http/route.ts'
import { instant, namedObject, nullable, object, page, pageQuery, text } from '../../../kernel/http/schema.ts'
import { traderId } from '../caller.ts'
import type { TradingDeps } from '../deps.ts'
import {
  findReflection,
  listReflections,
  type ReflectionInput,
  removeReflection,
  saveReflection,
} from './reflections.ts'
import { dayShape, gradeShape, moodFields, versionShape } from './shapes.ts'
import type { ReflectionRow } from './tables.ts'

const byDay = object({ day: dayShape })
const path = '/api/trading/reflections/{day}'
const policy = { can: 'trading:use', rate: 'write' } as const
const reflectionShape = namedObject('Reflection', {
  day: Type.String(),
  mood: nullable(Type.Integer()),
  moodWords: Type.Array(Type.String()),
  discipline: nullable(Type.Integer()),
  wentWell: Type.String(),
  wentBadly: Type.String(),
  lesson: Type.String(),
  version: Type.Integer(),
  updatedAt: instant,
})
const problems = ['trading/reflection-not-found']

/** What a trader thinks of a day as a whole. */
export function reflectionRoutes({ db }: Pick<TradingDeps, 'db'>): Route[] {
  return [listRoute(db), getRoute(db), saveRoute(), removeRoute()]
}

function view(row: ReflectionRow): Static<typeof reflectionShape> {
  return {
    ...{ day: row.day, mood: row.mood, moodWords: row.mood_words, discipline: row.discipline },
    ...{ wentWell: row.went_well, wentBadly: row.went_badly, lesson: row.lesson },
    ...{ version: row.version, updatedAt: row.updated_at },
  }
}

function listRoute(db: TradingDeps['db']): Route {
  return route(
    {
      id: 'trading.listReflections',
      method: 'GET',
      path: '/api/trading/reflections',
      summary: 'Reflections on days, the newest day first.',
      policy: { can: 'trading:use', rate: 'read' },
      schema: { query: object(pageQuery), response: { 200: page(reflectionShape) } },
    },
    (call) => listReflections(db, traderId(call), call.query, view),
  )
}

function getRoute(db: TradingDeps['db']): Route {
  return route(
    {
      id: 'trading.getReflection',
      method: 'GET',
      path,
      summary: 'What was written of a day.',
      policy: { can: 'trading:use', rate: 'read' },
      schema: { params: byDay, response: { 200: reflectionShape } },
      problems,
    },
    async (call) => view(await findReflection(db, { ownerId: traderId(call), day: call.params.day })),
  )
}

function saveRoute(): Route {
  return route(
    {
      id: 'trading.saveReflection',
      method: 'PUT',
      path,
      summary:
        'Writes the whole reflection; `version` is the one that was read, null for a day nothing was written of.',
      policy,
      schema: {
        params: byDay,
        body: object({
          ...moodFields,
          discipline: Type.Optional(nullable(gradeShape)),
          wentWell: Type.Optional(text(5000)),
          wentBadly: Type.Optional(text(5000)),
          lesson: Type.Optional(text(5000)),
          version: nullable(versionShape),
        }),
        response: { 200: reflectionShape },
      },
      problems: ['trading/journal-stale'],
    },
    (call) => {
      const own = { ownerId: traderId(call), day: call.params.day }
      return call.transaction(async (tx) => view(await saveReflection(tx, own, call.body as ReflectionInput)))
    },
  )
}

function removeRoute(): Route {
  return route(
    {
      id: 'trading.removeReflection',
      method: 'DELETE',
      path,
      summary: 'Removes what was written of a day.',
      policy,
      schema: { params: byDay, response: { 204: null } },
      problems,
    },
    async (call) => {
      const own = { ownerId: traderId(call), day: call.params.day }
      await call.transaction((tx) => removeReflection(tx, own))
    },
  )
}
