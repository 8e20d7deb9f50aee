import { type Static, Type } from 'typebox'
import { type Route, route } from '../../../kernel/http/route.ts'
import { idOf, instant, namedObject, nullable, object } from '../../../kernel/http/schema.ts'
import { traderId } from '../caller.ts'
import type { TradingDeps } from '../deps.ts'
import { ownAccount } from '../ledger/accounts.ts'
import { readZone, zoneShape } from '../ledger/values.ts'
import { importFile, suggest } from './detected.ts'
import { dryRun, dryRunShape } from './dry-run.ts'
import {
  assertSound,
  changeProfile,
  createProfile,
  definitionOf,
  deleteProfile,
  listOwnProfiles,
  ownProfile,
} from './own-profiles.ts'
import { profileSchema } from './reading/profile.ts'
import { shippedProfiles } from './reading/shipped.ts'
import type { ProfileRow } from './tables.ts'

type Deps = Pick<TradingDeps, 'db' | 'files'>

const byId = object({ id: idOf('import-profile') })
const read = { can: 'trading:use', rate: 'read' } as const
const write = { can: 'trading:use', rate: 'write' } as const
const NOT_FOUND = 'trading/import-profile-not-found'
const FAULTS = ['trading/import-profile-invalid', 'trading/import-profile-name-taken']
const CONSENT = 'trading/consent-needed'

const listedShape = object({
  id: Type.String(),
  name: Type.String(),
  broker: Type.String(),
  version: Type.Integer(),
  /** Comes with the product: read-only. */
  shipped: Type.Boolean(),
  updatedAt: nullable(instant),
})
const profileShape = namedObject('ImportProfile', {
  id: idOf('import-profile'),
  version: Type.Integer(),
  definition: profileSchema,
  createdAt: instant,
  updatedAt: instant,
})

const suggestionShape = object({
  definition: profileSchema,
  headers: Type.Array(Type.String()),
  /** The first rows, by those columns. */
  rows: Type.Array(Type.Array(Type.String())),
})

/** How brokers write their files: what comes with the product, and what traders add. */
export function profileRoutes(deps: Deps): Route[] {
  return [
    listRoute(deps),
    getRoute(deps),
    createRoute(),
    changeRoute(),
    deleteRoute(),
    testRoute(deps),
    suggestRoute(deps),
  ]
}

function view(row: ProfileRow): Static<typeof profileShape> {
  const { id, version, created_at: createdAt, updated_at: updatedAt } = row
  return { id, version, definition: definitionOf(row), createdAt, updatedAt }
}

function listRoute({ db }: Deps): Route {
  return route(
    {
      id: 'trading.listImportProfiles',
      method: 'GET',
      path: '/api/trading/import-profiles',
      summary: 'Profiles that files can be read by: the caller’s own, then those that come with the product.',
      policy: read,
      schema: { response: { 200: object({ items: Type.Array(listedShape) }) } },
    },
    async (call): Promise<{ items: Static<typeof listedShape>[] }> => {
      const own = await listOwnProfiles(db, traderId(call))
      const shipped = shippedProfiles.map(({ id, name, broker, version }) => ({ id, name, broker, version }))
      return {
        items: [
          ...own.map((row) => ({ ...nameOf(row), shipped: false, updatedAt: row.updated_at })),
          ...shipped.map((profile) => ({ ...profile, shipped: true, updatedAt: null })),
        ],
      }
    },
  )
}

function nameOf(row: ProfileRow) {
  const { id, name, broker, version } = definitionOf(row)
  return { id, name, broker, version }
}

function getRoute({ db }: Deps): Route {
  return route(
    {
      id: 'trading.getImportProfile',
      method: 'GET',
      path: '/api/trading/import-profiles/{id}',
      summary: 'One of the caller’s own profiles.',
      policy: read,
      schema: { params: byId, response: { 200: profileShape } },
      problems: [NOT_FOUND, CONSENT],
    },
    async (call) => view(await ownProfile(db, { ownerId: traderId(call), id: call.params.id })),
  )
}

function createRoute(): Route {
  return route(
    {
      id: 'trading.createImportProfile',
      method: 'POST',
      path: '/api/trading/import-profiles',
      summary: 'Keeps how the caller’s files are to be read; files that fit are known by it from now on.',
      policy: { ...write, idempotency: 'optional' },
      schema: { body: object({ definition: profileSchema }), response: { 201: profileShape } },
      problems: [...FAULTS, 'trading/too-many-import-profiles', CONSENT],
    },
    (call) => call.transaction(async (tx) => view(await createProfile(tx, traderId(call), call.body.definition))),
  )
}

function changeRoute(): Route {
  return route(
    {
      id: 'trading.changeImportProfile',
      method: 'PUT',
      path: '/api/trading/import-profiles/{id}',
      summary: 'Changes a profile whose `version` was read; imports that chose it before keep what it was.',
      policy: write,
      schema: {
        params: byId,
        body: object({ version: Type.Integer({ minimum: 1 }), definition: profileSchema }),
        response: { 200: profileShape },
      },
      problems: [NOT_FOUND, 'trading/import-profile-stale', ...FAULTS, CONSENT],
    },
    (call) => {
      const own = { ownerId: traderId(call), id: call.params.id }
      return call.transaction(async (tx) => view(await changeProfile(tx, own, call.body)))
    },
  )
}

function deleteRoute(): Route {
  return route(
    {
      id: 'trading.deleteImportProfile',
      method: 'DELETE',
      path: '/api/trading/import-profiles/{id}',
      summary: 'Removes a profile of the caller.',
      policy: write,
      schema: { params: byId, response: { 204: null } },
      problems: [NOT_FOUND, CONSENT],
    },
    async (call) => {
      await call.transaction((tx) => deleteProfile(tx, { ownerId: traderId(call), id: call.params.id }))
    },
  )
}

function testRoute(deps: Deps): Route {
  return route(
    {
      id: 'trading.testImportProfile',
      method: 'POST',
      path: '/api/trading/import-profiles/test',
      summary: 'Reads the first thousand rows of an uploaded file by a profile, and keeps nothing.',
      policy: { ...write, rate: 'upload' },
      schema: {
        body: object({
          definition: profileSchema,
          fileId: idOf('file'),
          accountId: idOf('trading-account'),
          timeZone: Type.Optional(zoneShape),
        }),
        response: { 200: dryRunShape },
      },
      problems: [
        ...['trading/import-profile-invalid', 'trading/import-file-not-found', 'trading/import-file-unreadable'],
        ...['trading/account-not-found', 'trading/value-invalid', CONSENT],
      ],
    },
    async (call) => {
      const ownerId = traderId(call)
      const { definition, fileId, accountId, timeZone } = call.body
      assertSound(definition, '/definition')
      const account = await ownAccount(deps.db, ownerId, accountId)
      const zone = timeZone === undefined ? account.time_zone : readZone(timeZone, '/timeZone')
      await importFile(deps.files, deps.db, { ownerId, fileId })
      return await dryRun(deps.files, { fileId, profile: definition, timeZone: zone, account })
    },
  )
}

function suggestRoute(deps: Deps): Route {
  return route(
    {
      id: 'trading.suggestImportProfile',
      method: 'POST',
      path: '/api/trading/import-profiles/suggest',
      summary: 'Proposes a profile for an uploaded file by the names of its columns, to be looked over and tried.',
      policy: { ...write, rate: 'upload' },
      schema: {
        body: object({ fileId: idOf('file') }),
        response: { 200: object({ suggestion: nullable(suggestionShape) }) },
      },
      problems: ['trading/import-file-not-found', 'trading/import-file-unreadable', CONSENT],
    },
    async (call) => {
      const { fileId } = call.body
      await importFile(deps.files, deps.db, { ownerId: traderId(call), fileId })
      return { suggestion: await suggest(deps.files, fileId) }
    },
  )
}
