import { Type } from 'typebox'
import { acceptId, cursorPage } from '../../kernel/db/cursor.ts'
import type { Db } from '../../kernel/db/database.ts'
import { type Route, route } from '../../kernel/http/route.ts'
import { idOf, instant, nullable, object, oneOf, page, pageQuery } from '../../kernel/http/schema.ts'
import type { Id } from '../../kernel/id.ts'
import { type PaymentsParts, providerOf } from './parts.ts'
import { enqueue } from './queue.ts'
import { loops, loopsOf } from './reconcile.ts'
import { providerName } from './shapes.ts'
import { callerId } from './staff.routes.ts'
import { itemKinds, type ProviderName } from './tables.ts'

const READ = { can: 'payments:reconcile', rate: 'read' } as const

const runShape = object({
  id: idOf('recon-run'),
  provider: providerName,
  account: Type.String(),
  loop: oneOf(loops),
  from: instant,
  to: instant,
  isDry: Type.Boolean(),
  state: oneOf(['running', 'done']),
  read: Type.Integer(),
  found: Type.Unsafe<Record<string, number>>({ type: 'object', additionalProperties: { type: 'integer' } }),
  /** Of a dry run: what it would have opened, at most 100. */
  findings: Type.Array(
    object({
      kind: oneOf(itemKinds),
      key: Type.String(),
      paymentId: nullable(idOf('payment')),
      details: Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true }),
    }),
  ),
  startedBy: Type.String(),
  startedAt: instant,
  endedAt: nullable(instant),
})

const standingShape = object({
  openItems: Type.Integer(),
  providers: Type.Array(
    object({
      name: providerName,
      account: Type.String(),
      livemode: Type.Boolean(),
      loops: Type.Array(object({ loop: oneOf(loops), lastEndedAt: nullable(instant) })),
    }),
  ),
})

/** Runs of the reconciliation: how old the last is, what each found, and one that keeps nothing. */
export function reconRunRoutes(parts: PaymentsParts): Route[] {
  return [standingRoute(parts), runsRoute(parts), dryRunRoute(parts)]
}

function standingRoute({ db, providers }: PaymentsParts): Route {
  return route(
    {
      id: 'payments.reconciliation',
      method: 'GET',
      path: '/api/payments/reconciliation',
      summary: 'The providers there are, when each of their lists was last read to its end, and how much is open.',
      policy: READ,
      schema: { response: { 200: standingShape } },
    },
    async () => {
      const ended = await db.raw<{ provider: string; account: string; loop: string; at: Date }>(
        `SELECT provider, account, loop, max(ended_at) AS at FROM payments.recon_run
          WHERE state = 'done' AND NOT dry_run GROUP BY provider, account, loop`,
      )
      const [open] = await db.raw<{ items: number }>(
        'SELECT count(*)::integer AS items FROM payments.recon_item WHERE closed_at IS NULL',
      )
      const lastOf = (name: string, account: string, loop: string): Date | null =>
        ended.find((one) => one.provider === name && one.account === account && one.loop === loop)?.at ?? null
      return {
        openItems: open?.items ?? 0,
        providers: providers.map((provider) => ({
          ...{ name: provider.name, account: provider.account, livemode: provider.livemode },
          loops: loopsOf(provider).map((loop) => ({
            loop,
            lastEndedAt: lastOf(provider.name, provider.account, loop),
          })),
        })),
      }
    },
  )
}

interface RunRow {
  readonly id: Id<'recon-run'>
  readonly provider: ProviderName
  readonly account: string
  readonly loop: (typeof loops)[number]
  readonly from: Date
  readonly to: Date
  readonly isDry: boolean
  readonly state: 'running' | 'done'
  readonly read: number
  readonly found: Record<string, number>
  readonly findings: {
    readonly kind: (typeof itemKinds)[number]
    readonly key: string
    readonly paymentId: Id<'payment'> | null
    readonly details: Record<string, unknown>
  }[]
  readonly startedBy: string
  readonly startedAt: Date
  readonly endedAt: Date | null
  [column: string]: unknown
}

function runsRoute({ db }: PaymentsParts): Route {
  return route(
    {
      id: 'payments.runs',
      method: 'GET',
      path: '/api/payments/reconciliation/runs',
      summary:
        'Runs of the reconciliation, newest first; those that read an event or found something unless asked for all.',
      policy: READ,
      schema: {
        query: object({ ...pageQuery, provider: Type.Optional(providerName), all: Type.Optional(Type.Boolean()) }),
        response: { 200: page(runShape) },
      },
    },
    async (call) => {
      const list = cursorPage(call.query, acceptId)
      const { provider = null, all = false } = call.query
      const rows = await readRuns(db, { provider, all, after: list.after?.[0] ?? null, limit: list.limit + 1 })
      return list.of(
        rows,
        ({ id }) => [id],
        (row) => row,
      )
    },
  )
}

/** Every five minutes events are looked for, and nearly always there are none: such runs are left out unless `all`. */
function readRuns(
  db: Db,
  { provider, all, after, limit }: { provider: string | null; all: boolean; after: string | null; limit: number },
): Promise<RunRow[]> {
  return db.raw<RunRow>(
    `SELECT id, provider, account, loop, from_at AS "from", to_at AS "to", dry_run AS "isDry", state, read, found, findings,
            started_by AS "startedBy", started_at AS "startedAt", ended_at AS "endedAt"
       FROM payments.recon_run
      WHERE ($1::text IS NULL OR provider = $1) AND ($2 OR loop <> 'events' OR dry_run OR found <> '{}')
        AND ($3::uuid IS NULL OR id < $3)
      ORDER BY id DESC LIMIT $4`,
    [provider, all, after, limit],
  )
}

function dryRunRoute(parts: PaymentsParts): Route {
  return route(
    {
      id: 'payments.dryRun',
      method: 'POST',
      path: '/api/payments/reconciliation/dry-runs',
      summary: 'Has a job compare the last three days with a provider, and keep nothing but what it found.',
      policy: { can: 'payments:reconcile', rate: 'write', idempotency: 'required' },
      schema: { body: object({ provider: providerName }), response: { 202: null } },
      problems: ['payments/provider-unknown', 'identity/csrf'],
    },
    (call) =>
      call.transaction(async (tx) => {
        const { name } = providerOf(parts, call.body.provider)
        const by = callerId(call)
        await tx.audit({ action: 'payments.dry-run.asked', subject: { kind: 'payment-provider', id: name } })
        await enqueue(tx, 'payments.dry-run', { provider: name, by })
      }),
  )
}
