import { Type } from 'typebox'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import { type Route, route } from '../../../kernel/http/route.ts'
import {
  idOf,
  instant,
  namedObject,
  nullable,
  object,
  oneOf,
  page,
  pageQuery,
  text,
} from '../../../kernel/http/schema.ts'
import { richText } from '../../../platform/content/index.ts'
import { traderId } from '../caller.ts'
import type { TradingParts } from '../deps.ts'
import { assertShown } from '../trader.ts'
import { type About, createEntry, removeEntry, saveEntry, type Written } from './entries.ts'
import { type Entry, findEntry, listEntries } from './entry-reads.ts'
import { dayShape, gradeShape, moodFields, versionShape } from './shapes.ts'
import { scopes } from './tables.ts'

type Deps = Pick<TradingParts, 'db' | 'files' | 'plans'>

const EXCERPT = 300
const BODY_BYTES_MAX = 1024 * 1024
const byId = object({ id: idOf('journal-entry') })
const account = idOf('trading-account')
const written = {
  title: text(200),
  body: richText(),
  ...moodFields,
  tagIds: Type.Optional(Type.Array(idOf('tag'), { maxItems: 50, uniqueItems: true })),
  fileIds: Type.Optional(Type.Array(idOf('file'), { maxItems: 20, uniqueItems: true })),
}
const head = {
  id: idOf('journal-entry'),
  scope: oneOf(scopes),
  accountId: nullable(account),
  day: Type.String(),
  tradeId: nullable(idOf('trade')),
  sessionId: nullable(idOf('trading-session')),
  title: Type.String(),
  mood: nullable(Type.Integer()),
  moodWords: Type.Array(Type.String()),
  tagIds: Type.Array(idOf('tag')),
  version: Type.Integer(),
  createdAt: instant,
  updatedAt: instant,
}
const picture = object({
  id: idOf('file'),
  filename: Type.String(),
  bytes: Type.Integer(),
  state: oneOf(['pending', 'ready', 'refused']),
  small: Type.String({ description: 'URL, once it is ready' }),
  wide: Type.String({ description: 'URL, once it is ready' }),
})
const entryShape = namedObject('JournalEntry', { ...head, body: richText(), files: Type.Array(picture) })
const itemShape = object({ ...head, excerpt: Type.String(), fileIds: Type.Array(idOf('file')) })
const can = 'trading:use'
const problems = ['trading/journal-entry-not-found']
const writeProblems = ['trading/value-invalid', 'trading/picture-not-usable']

/** What a trader writes of days, trades and sessions. */
export function entryRoutes(deps: Deps): Route[] {
  return [listRoute(deps), createRoute(deps), getRoute(deps), saveRoute(deps), removeRoute(deps)]
}

function headOf(entry: Entry) {
  return {
    ...{ id: entry.id, scope: entry.scope, accountId: entry.account_id, day: entry.day, tradeId: entry.trade_id },
    ...{ sessionId: entry.session_id, title: entry.title, mood: entry.mood, moodWords: entry.mood_words },
    ...{ tagIds: entry.tag_ids, version: entry.version, createdAt: entry.created_at, updatedAt: entry.updated_at },
  }
}

async function viewEntry({ files }: Deps, source: Db | Tx, entry: Entry) {
  const held = await Promise.all(entry.file_ids.map((id) => files.file(source, id)))
  const pictures = held.flatMap((file) => {
    if (file === null) return []
    const { id, filename, bytes, image } = file
    const state = image === 'pending' || image === 'ready' ? image : ('refused' as const)
    const url = (variant: string) => `/api/files/${id}/variants/${variant}/content`
    return [{ id, filename, bytes, state, small: url('small'), wide: url('wide') }]
  })
  return { ...headOf(entry), body: entry.body, files: pictures }
}

function listRoute({ db }: Deps): Route {
  const query = object({
    ...pageQuery,
    scope: Type.Optional(oneOf(scopes)),
    accountId: Type.Optional(account),
    tradeId: Type.Optional(idOf('trade')),
    sessionId: Type.Optional(idOf('trading-session')),
    tagId: Type.Optional(idOf('tag')),
    mood: Type.Optional(gradeShape),
    from: Type.Optional(dayShape),
    to: Type.Optional(dayShape),
  })
  return route(
    {
      id: 'trading.listJournal',
      method: 'GET',
      path: '/api/trading/journal',
      summary: 'Journal entries, the newest day first.',
      policy: { can, rate: 'read' },
      schema: { query, response: { 200: page(itemShape) } },
    },
    (call) =>
      listEntries(db, traderId(call), call.query, (entry) => ({
        ...headOf(entry),
        excerpt: entry.plain.slice(0, EXCERPT).toWellFormed(),
        fileIds: entry.file_ids,
      })),
  )
}

function createRoute(deps: Deps): Route {
  const about = {
    day: Type.Optional(dayShape),
    accountId: Type.Optional(nullable(account)),
    tradeId: Type.Optional(idOf('trade')),
    sessionId: Type.Optional(idOf('trading-session')),
  }
  return route(
    {
      id: 'trading.createJournalEntry',
      method: 'POST',
      path: '/api/trading/journal',
      summary: 'Writes an entry about exactly one of `day`, `tradeId` and `sessionId`.',
      policy: { can, rate: 'write', idempotency: 'optional' },
      schema: { body: object({ ...about, ...written }), response: { 201: entryShape } },
      problems: [
        ...[...writeProblems, 'trading/account-not-found', 'trading/trade-not-found', 'trading/session-not-found'],
        ...['trading/plan-limit', 'trading/trade-beyond-plan'],
      ],
      bodyLimitBytes: BODY_BYTES_MAX,
    },
    (call) => {
      const ownerId = traderId(call)
      const { day, accountId, tradeId, sessionId, ...said } = call.body
      const input = { about: { day, accountId, tradeId, sessionId } as About, written: said as Written }
      return call.transaction(async (tx) => {
        await deps.plans.admit(tx, ownerId, 'journalEntries')
        if (call.body.tradeId !== undefined)
          await assertShown(tx, await deps.plans.trader(tx, ownerId), [call.body.tradeId])
        return await viewEntry(deps, tx, await createEntry(tx, deps.files, ownerId, input))
      })
    },
  )
}

function getRoute(deps: Deps): Route {
  return route(
    {
      id: 'trading.getJournalEntry',
      method: 'GET',
      path: '/api/trading/journal/{id}',
      summary: 'An entry with its text and pictures.',
      policy: { can, rate: 'read' },
      schema: { params: byId, response: { 200: entryShape } },
      problems,
    },
    async (call) => viewEntry(deps, deps.db, await findEntry(deps.db, traderId(call), call.params.id)),
  )
}

function saveRoute(deps: Deps): Route {
  return route(
    {
      id: 'trading.saveJournalEntry',
      method: 'PUT',
      path: '/api/trading/journal/{id}',
      summary: 'Writes the whole entry over the version that was read. Sent again, it changes nothing.',
      policy: { can, rate: 'write' },
      schema: { params: byId, body: object({ ...written, version: versionShape }), response: { 200: entryShape } },
      problems: [...problems, ...writeProblems, 'trading/journal-stale'],
      bodyLimitBytes: BODY_BYTES_MAX,
    },
    (call) => {
      const own = { ownerId: traderId(call), id: call.params.id }
      return call.transaction(async (tx) =>
        viewEntry(deps, tx, await saveEntry(tx, deps.files, own, call.body as Written & { version: number })),
      )
    },
  )
}

function removeRoute({ files }: Deps): Route {
  return route(
    {
      id: 'trading.removeJournalEntry',
      method: 'DELETE',
      path: '/api/trading/journal/{id}',
      summary: 'Removes an entry and its pictures.',
      policy: { can, rate: 'write' },
      schema: { params: byId, response: { 204: null } },
      problems,
    },
    async (call) => {
      const own = { ownerId: traderId(call), id: call.params.id }
      await call.transaction((tx) => removeEntry(tx, files, own))
    },
  )
}
