import { type Static, Type } from 'typebox'
import { now, nowMs } from '../../../kernel/clock.ts'
import type { Db } from '../../../kernel/db/database.ts'
import { type Route, route } from '../../../kernel/http/route.ts'
import { instant, object, oneOf } from '../../../kernel/http/schema.ts'
import { type ClientEvent, countClientEvents } from '../metrics/facts.ts'
import type { ExperimentsDeps } from '../parts.ts'
import { insertExposures } from './exposures.ts'

const ROWS_MAX = 1000
/** 1,000 rows with keys of the greatest length. */
const BYTES_MAX = 1024 * 1024
/** Clocks of clients go before ours; what is later than this was never now. */
const AHEAD_MS = 5 * 60 * 1000
const REPORT = { can: 'experiments:report', rate: 'write' } as const

const targetingKey = Type.String({ minLength: 1, maxLength: 256 })
const name = Type.String({ minLength: 1, maxLength: 200 })

const exposure = object({ experiment: name, variant: name, targetingKey, at: Type.Optional(instant) })
const event = object({
  id: Type.String({
    minLength: 1,
    maxLength: 100,
    description: 'Of the client: what comes again under it counts once',
  }),
  event: Type.String({ minLength: 1, maxLength: 100 }),
  targetingKey,
  at: Type.Optional(instant),
  value: Type.Optional(Type.Number({ minimum: -1e15, maximum: 1e15 })),
})

const report = <Codes extends readonly string[]>(codes: Codes) =>
  object({
    accepted: Type.Integer(),
    refused: Type.Array(object({ index: Type.Integer(), code: oneOf(codes) }), {
      description: 'Rows that were not taken, by their place; the others were',
    }),
  })

/** What clients tell that evaluate flags themselves. */
export function reportRoutes({ db, pseudonyms }: Pick<ExperimentsDeps, 'db' | 'pseudonyms'>): Route[] {
  return [
    route(
      {
        id: 'experiments.reportExposures',
        method: 'POST',
        path: '/api/experiments/exposures',
        summary: 'Tells who got which variant; each row is taken or refused by itself, and may come again.',
        policy: REPORT,
        bodyLimitBytes: BYTES_MAX,
        schema: {
          body: object({ exposures: Type.Array(exposure, { minItems: 1, maxItems: ROWS_MAX }) }),
          response: { 200: report(['not-running', 'unknown-variant', 'not-now']) },
        },
        problems: ['identity/csrf'],
      },
      async (call) => {
        const { exposures } = call.body
        const open = await openPhases(db, exposures)
        const checked = exposures.map((row) => ({ row, phase: open.get(row.experiment), code: faultOf(row, open) }))
        const taken = checked.flatMap(({ row, phase, code }) =>
          code !== null || phase === undefined
            ? []
            : [
                {
                  ...{ experiment: row.experiment, flag: phase.flag, environment: phase.environment },
                  ...{ variant: row.variant, unit: pseudonyms.unit(row.targetingKey), at: atOf(row) },
                },
              ],
        )
        await call.transaction((tx) => insertExposures(tx, taken))
        const refused = checked.flatMap(({ code }, index) => (code === null ? [] : [{ index, code }]))
        return { accepted: taken.length, refused }
      },
    ),
    route(
      {
        id: 'experiments.reportEvents',
        method: 'POST',
        path: '/api/experiments/events',
        summary: 'Tells what people did, for metrics of clients’ events; counted once by the id of the event.',
        policy: REPORT,
        bodyLimitBytes: BYTES_MAX,
        schema: {
          body: object({ events: Type.Array(event, { minItems: 1, maxItems: ROWS_MAX }) }),
          response: { 200: report(['not-counted', 'not-now']) },
        },
        problems: ['identity/csrf'],
      },
      async (call) => {
        const rows = call.body.events.map(
          (row): ClientEvent => ({
            ...{ id: row.id, event: row.event, targetingKey: row.targetingKey, at: atOf(row), value: row.value },
          }),
        )
        const timely = rows.filter(isTimely)
        const uncounted = await call.transaction((tx) => countClientEvents(tx, pseudonyms, timely))
        const refused = rows.flatMap((row, index) => {
          const code = !isTimely(row) ? 'not-now' : uncounted.has(row) ? 'not-counted' : null
          return code === null ? [] : [{ index, code }]
        })
        return { accepted: rows.length - refused.length, refused }
      },
    ),
  ]
}

interface OpenPhase extends Record<string, unknown> {
  readonly key: string
  readonly flag: string
  readonly environment: string
  readonly variants: readonly string[]
  readonly started_at: Date
}

async function openPhases(db: Db, rows: readonly Static<typeof exposure>[]): Promise<ReadonlyMap<string, OpenPhase>> {
  const found = await db.raw<OpenPhase>(
    `SELECT key, flag, environment, variants, started_at
       FROM experiments.experiment JOIN experiments.phase ON experiment_id = experiment.id
      WHERE ended_at IS NULL AND key = ANY($1)`,
    [[...new Set(rows.map(({ experiment }) => experiment))]],
  )
  return new Map(found.map((phase) => [phase.key, phase]))
}

function faultOf(row: Static<typeof exposure>, open: ReadonlyMap<string, OpenPhase>) {
  const phase = open.get(row.experiment)
  if (phase === undefined) return 'not-running'
  if (!phase.variants.includes(row.variant)) return 'unknown-variant'
  const at = atOf(row)
  return at < phase.started_at || !isTimely({ at }) ? 'not-now' : null
}

function atOf({ at }: { readonly at?: Date }): Date {
  return at === undefined ? now() : new Date(at)
}

function isTimely({ at }: { readonly at: Date }): boolean {
  return at.getTime() <= nowMs() + AHEAD_MS
}
