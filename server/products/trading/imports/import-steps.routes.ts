import { type Static, Type } from 'typebox'
import { type Route, route } from '../../../kernel/http/route.ts'
import { idOf, object } from '../../../kernel/http/schema.ts'
import { traderId } from '../caller.ts'
import type { TradingDeps } from '../deps.ts'
import { invalidValue } from '../ledger/problems.ts'
import { readPositive, readZone, zoneShape } from '../ledger/values.ts'
import { batchShape, viewBatch } from './batch-view.ts'
import { commitBatch, mapBatch, undoBatch } from './batches.ts'
import { fxRatesShape, symbolMapping } from './mapping.ts'
import { assertSound, findProfile } from './own-profiles.ts'
import { beginPreview, previewIfShort } from './preview-run.ts'
import { profileSchema } from './reading/profile.ts'

type Deps = Pick<TradingDeps, 'db' | 'files'>

const byId = object({ id: idOf('import-batch') })
const write = { can: 'trading:use', rate: 'write' } as const
const COMMON = ['trading/import-not-found', 'trading/import-state', 'trading/consent-needed']
const ACCOUNT = ['trading/account-not-found', 'trading/account-archived']

const mappingInput = object({
  /** Of a profile that comes with the product, or of one of the caller's. */
  profileId: Type.Optional(Type.String({ minLength: 1, maxLength: 60 })),
  /** Or how this file is to be read, without keeping it. */
  definition: Type.Optional(profileSchema),
  timeZone: Type.Optional(zoneShape),
  symbols: Type.Optional(Type.Array(symbolMapping, { maxItems: 500 })),
  fxRates: Type.Optional(fxRatesShape),
})

/** The steps of an import, from how its file is read to taking it back. */
export function importStepRoutes(deps: Deps): Route[] {
  return [mapRoute(), previewRoute(deps), commitRoute(), undoRoute()]
}

function mapRoute(): Route {
  return route(
    {
      id: 'trading.mapImport',
      method: 'PUT',
      path: '/api/trading/imports/{id}/map',
      summary: 'Says how the file is read, what its symbols are, and rates that it does not give.',
      policy: write,
      schema: { params: byId, body: mappingInput, response: { 200: batchShape } },
      problems: [
        ...[...COMMON, 'trading/import-profile-not-found', 'trading/import-profile-invalid', 'trading/value-invalid'],
      ],
    },
    async (call) => {
      const ownerId = traderId(call)
      const { profileId, definition, ...said } = call.body
      assertMapping(call.body)
      return await call.transaction(async (tx) => {
        const profile = definition ?? (await findProfile(tx, ownerId, profileId ?? ''))
        return viewBatch(await mapBatch(tx, { ownerId, id: call.params.id }, { ...said, profile }))
      })
    },
  )
}

/** What the schema does not say. Throws trading/value-invalid, trading/import-profile-invalid. */
function assertMapping(input: Static<typeof mappingInput>): void {
  const { profileId, definition, timeZone, symbols = [], fxRates = {} } = input
  if ((profileId === undefined) === (definition === undefined))
    throw invalidValue('/profileId', 'one-of', 'is given, or a definition is, and not both')
  if (definition !== undefined) assertSound(definition, '/definition')
  if (timeZone !== undefined) readZone(timeZone, '/timeZone')
  for (const [at, { multiplier }] of symbols.entries())
    if (multiplier !== undefined) readPositive(multiplier, `/symbols/${at}/multiplier`)
  for (const [currency, rate] of Object.entries(fxRates)) readPositive(rate, `/fxRates/${currency}`)
}

function previewRoute(deps: Deps): Route {
  return route(
    {
      id: 'trading.previewImport',
      method: 'POST',
      path: '/api/trading/imports/{id}/preview',
      summary:
        'Reads the file as the import would, and writes nothing. A file of more than a megabyte is read in the background: it is previewed once the state says so.',
      policy: { ...write, rate: 'upload' },
      schema: { params: byId, response: { 200: batchShape } },
      problems: [...COMMON, 'trading/import-unmapped', 'trading/import-profile-not-found', ...ACCOUNT],
    },
    async (call) => {
      const own = { ownerId: traderId(call), id: call.params.id }
      const batch = await call.transaction((tx) => beginPreview(tx, own))
      return viewBatch(await previewIfShort(deps, call.origin, batch))
    },
  )
}

function commitRoute(): Route {
  return route(
    {
      id: 'trading.commitImport',
      method: 'POST',
      path: '/api/trading/imports/{id}/commit',
      summary: 'Writes what was previewed into the account, in the background. Asked again, it is one import still.',
      policy: write,
      schema: {
        params: byId,
        body: object({
          /** Write a letter when it is done; without it, when it takes longer than a minute. */
          letter: Type.Optional(Type.Boolean()),
        }),
        response: { 202: batchShape },
      },
      problems: [...COMMON, ...ACCOUNT],
    },
    (call) =>
      call.transaction(async (tx) =>
        viewBatch(await commitBatch(tx, { ownerId: traderId(call), id: call.params.id }, call.body.letter === true)),
      ),
  )
}

function undoRoute(): Route {
  return route(
    {
      id: 'trading.undoImport',
      method: 'POST',
      path: '/api/trading/imports/{id}/undo',
      summary:
        'Takes what the import made out of the account again, with corrections of it, in the background; what another import holds too becomes that one’s.',
      policy: write,
      schema: { params: byId, response: { 202: batchShape } },
      problems: [...COMMON, ...ACCOUNT],
    },
    (call) =>
      call.transaction(async (tx) => viewBatch(await undoBatch(tx, { ownerId: traderId(call), id: call.params.id }))),
  )
}
