import { Type } from 'typebox'
import { type Route, route } from '../../../kernel/http/route.ts'
import { nullable, object, oneOf } from '../../../kernel/http/schema.ts'
import type { FlagsDeps } from '../parts.ts'
import { findEnvironment } from './environments.ts'
import { exportFlags } from './export.ts'
import { changesShape } from './history.routes.ts'
import { importDraft } from './import.ts'
import { draftOf, FORMATS, fileShape } from './import-formats.ts'
import { CSRF, environmentKey, READ, reasonText, WRITE } from './words.ts'

const FILE_BYTES_MAX = 5_000_000
const IMPORT_MS_MAX = 60_000

const faultsShape = Type.Array(object({ pointer: Type.String(), code: Type.String(), detail: Type.String() }))
const reportShape = object({
  isApplied: Type.Boolean({ description: 'Nothing was written by a trial, nor when something is at fault' }),
  faults: faultsShape,
  items: Type.Array(
    object({
      kind: oneOf(['flag', 'targeting', 'segment']),
      key: Type.String(),
      environment: nullable(Type.String()),
      outcome: oneOf(['created', 'changed', 'unchanged', 'conflict', 'fault']),
      changes: changesShape,
      faults: faultsShape,
    }),
  ),
})

export function transferRoutes(deps: FlagsDeps): Route[] {
  return [
    route(
      {
        id: 'flags.export',
        method: 'GET',
        path: '/api/flags/export',
        summary: 'Every flag and segment as one file, the same bytes for the same flags.',
        policy: READ,
        schema: { response: { 200: Type.Unsafe<object>(Type.Object({}, { additionalProperties: true })) } },
      },
      () => exportFlags(deps.db),
    ),
    route(
      {
        id: 'flags.import',
        method: 'POST',
        path: '/api/flags/import',
        summary:
          'Takes in a file of flags, ours or that of another system, everybody in the same bucket; reports on everything in it.',
        policy: WRITE,
        bodyLimitBytes: FILE_BYTES_MAX,
        deadlineMs: IMPORT_MS_MAX,
        schema: {
          body: object({
            format: oneOf(FORMATS),
            file: fileShape,
            environment: Type.Optional(environmentKey),
            dryRun: Type.Optional(Type.Boolean()),
            overwrite: Type.Optional(Type.Boolean()),
            skipFaulty: Type.Optional(Type.Boolean()),
            reason: Type.Optional(reasonText),
          }),
          response: { 200: reportShape },
        },
        problems: ['flags/environment-not-found', CSRF],
      },
      ({ body, transaction }) =>
        transaction(async (tx) => {
          const { format, file, environment = deps.environment } = body
          const { dryRun = false, overwrite = false, skipFaulty = false, reason = '' } = body
          await findEnvironment(tx, environment)
          const { draft, faults } = draftOf(format, file, environment)
          const options = { dryRun, overwrite, skipFaulty, reason, isFaulty: faults.length > 0 }
          return { faults, ...(await importDraft(deps, tx, draft, options)) }
        }),
    ),
  ]
}
