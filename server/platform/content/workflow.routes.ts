import { type TSchema, Type } from 'typebox'
import type { Tx } from '../../kernel/db/database.ts'
import { type Call, type Policy, type Route, route } from '../../kernel/http/route.ts'
import { idOf, instant, nullable, object, oneOf } from '../../kernel/http/schema.ts'
import { type EntryAddress, restoreVersion } from './entries.ts'
import { type ContentParts, type Editor, editorOf } from './parts.ts'
import { contentProblem } from './problems.ts'
import {
  publishEntry,
  rejectEntry,
  scheduleEntry,
  submitEntry,
  trashEntry,
  unpublishEntry,
  untrashEntry,
} from './publishing.ts'
import { CSRF } from './staff.routes.ts'
import { REFUSALS, statusShape, toStatus, versionNumber } from './staff-shapes.ts'
import type { EntryRow, Refusal } from './tables.ts'

/** Of any type: these operations are alike for all. The names are read when all types have been declared. */
export function byTypeAndId({ typeNames }: Pick<ContentParts, 'typeNames'>) {
  const type = Type.Unsafe<string>({ type: 'string', enum: typeNames, description: 'Name of a type' })
  return object({ type, id: idOf('entry') })
}

const PATH = '/api/content/{type}/{id}'

export const WRITE = { can: 'content:{type}.write', rate: 'write' } as const
const PUBLISH = { can: 'content:{type}.publish', rate: 'write' } as const
export const problems = ['content/entry-not-found', 'content/wrong-state', CSRF]

/** The entry that the path of a call names, and who asks. */
export function addressOf(
  { types }: Pick<ContentParts, 'types'>,
  call: { readonly params: { readonly type: string; readonly id: EntryRow['id'] } } & Pick<Call, 'principal'>,
): EntryAddress & { readonly editor: Editor } {
  const type = types.get(call.params.type)
  if (type === undefined) throw contentProblem('entry-not-found')
  return { type, id: call.params.id, editor: editorOf(call, type) }
}

interface Step<Body extends TSchema> {
  readonly id: string
  readonly verb: string
  readonly method?: 'PUT' | 'DELETE'
  readonly summary: string
  readonly policy: Policy
  readonly body?: Body
  readonly problems?: readonly string[]
}

/** A change of where an entry stands; the answer is where it stands now. */
function stepRoute<const Body extends TSchema>(
  parts: ContentParts,
  step: Step<Body>,
  run: (tx: Tx, address: EntryAddress, body: unknown) => Promise<EntryRow>,
): Route {
  return route(
    {
      id: step.id,
      method: step.method ?? 'POST',
      path: step.verb === '' ? PATH : `${PATH}/${step.verb}`,
      summary: step.summary,
      policy: step.policy,
      schema: {
        params: byTypeAndId(parts),
        ...(step.body === undefined ? {} : { body: step.body as TSchema }),
        response: { 200: statusShape },
      },
      problems: [...problems, ...(step.problems ?? [])],
    },
    async (call) => {
      const address = addressOf(parts, call)
      return toStatus(await call.transaction((tx) => run(tx, address, (call as Call).body)))
    },
  )
}

const whichVersion = object({ version: versionNumber })
const refusal = object({ state: oneOf(REFUSALS) })
const wantedSchedule = object({
  version: Type.Optional(nullable(versionNumber)),
  publishAt: Type.Optional(nullable(instant)),
  unpublishAt: Type.Optional(nullable(instant)),
})

/** Where an entry goes from draft to trash: alike for every type. */
export function workflowRoutes(parts: ContentParts): Route[] {
  return [...trashRoutes(parts), ...publishRoutes(parts), restoreVersionRoute(parts)]
}

function trashRoutes(parts: ContentParts): Route[] {
  return [
    stepRoute(
      parts,
      { ...{ id: 'content.submit', verb: 'submit', policy: WRITE }, summary: 'Hands a draft to those who publish.' },
      submitEntry,
    ),
    stepRoute(
      parts,
      {
        ...{ id: 'content.trash', verb: '', method: 'DELETE', policy: WRITE },
        summary: 'Puts an entry into the trash for 30 days; to take a live one, the caller publishes, too.',
      },
      (tx, address) => trashEntry(tx, parts, address),
    ),
    stepRoute(
      parts,
      {
        ...{ id: 'content.untrash', verb: 'restore', policy: WRITE },
        summary: 'Takes an entry out of the trash, as it was but not shown.',
      },
      untrashEntry,
    ),
  ]
}

function publishRoutes(parts: ContentParts): Route[] {
  return [
    stepRoute(
      parts,
      {
        ...{ id: 'content.publish', verb: 'publish', policy: PUBLISH, body: whichVersion },
        summary: 'Makes a version what everybody reads, now.',
        problems: ['content/version-not-found'],
      },
      (tx, address, body) => publishEntry(tx, parts, address, body as { version: number }),
    ),
    stepRoute(
      parts,
      {
        ...{ id: 'content.reject', verb: 'reject', policy: PUBLISH, body: refusal },
        summary: 'Says that what waits in review is not shown, and why.',
      },
      (tx, address, body) => rejectEntry(tx, address, (body as { state: Refusal }).state),
    ),
    stepRoute(
      parts,
      {
        ...{ id: 'content.unpublish', verb: 'unpublish', policy: PUBLISH },
        summary: 'Takes an entry back: nobody outside sees it.',
      },
      (tx, address) => unpublishEntry(tx, parts, address),
    ),
    stepRoute(
      parts,
      {
        ...{ id: 'content.schedule', verb: 'schedule', method: 'PUT', policy: PUBLISH, body: wantedSchedule },
        summary: 'Says which version goes live when, and when the entry is taken back; nothing given cancels.',
        problems: ['content/version-not-found', 'content/not-in-future'],
      },
      (tx, address, body) => scheduleEntry(tx, address, readSchedule(body as WantedSchedule)),
    ),
  ]
}

interface WantedSchedule {
  readonly version?: number | null
  /** ISO 8601, as JSON has it. */
  readonly publishAt?: string | null
  readonly unpublishAt?: string | null
}

function readSchedule({ version = null, publishAt = null, unpublishAt = null }: WantedSchedule) {
  if ((version === null) !== (publishAt === null)) throw contentProblem('not-in-future')
  return {
    publish: version === null || publishAt === null ? null : { version, at: new Date(publishAt) },
    unpublishAt: unpublishAt === null ? null : new Date(unpublishAt),
  }
}

function restoreVersionRoute(parts: ContentParts): Route {
  return stepRoute(
    parts,
    {
      ...{ id: 'content.restoreVersion', verb: 'restore-version', policy: WRITE },
      summary: 'Writes what the older version `number` says as a new one, on top of `version`.',
      body: object({ number: versionNumber, version: versionNumber }),
      problems: ['content/version-not-found', 'content/changed-since', 'content/edited-by-other'],
    },
    async (tx, address, body) =>
      (await restoreVersion(tx, parts, address, body as { number: number; version: number })).entry,
  )
}
