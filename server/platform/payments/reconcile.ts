import { inSeconds, now, nowMs } from '../../kernel/clock.ts'
import type { Db } from '../../kernel/db/database.ts'
import { withLock } from '../../kernel/lock/lock.ts'
import type { HealthCheck } from '../../kernel/telemetry/health.ts'
import { openItem } from './items.ts'
import type { InTx, PaymentsParts } from './parts.ts'
import { providerOf } from './parts.ts'
import type { PaymentProvider } from './provider.ts'
import { compareBalance } from './recon-balance.ts'
import { catchUpEvents, compareObjects, eventsFrom } from './recon-loops.ts'
import type { Loop, RunSummary, RunWindow } from './recon-run.ts'

const DAY_MS = 24 * 3600_000
const BACK_DAYS = 3
const LOCK = { ttlSeconds: 60, waitSeconds: 0 }

const LOOPS: Readonly<Record<Loop, (inTx: InTx, window: RunWindow) => Promise<RunSummary>>> = {
  events: catchUpEvents,
  objects: compareObjects,
  balance: compareBalance,
}

export interface ReconcileInput {
  readonly provider: string
  readonly from: Date | null
  readonly to: Date | null
  readonly isDry: boolean
  readonly startedBy: string
}

/** Runs every loop that the provider has a list for, one after the other. Throws payments/provider-unknown. */
export async function reconcile(parts: PaymentsParts, inTx: InTx, input: ReconcileInput): Promise<RunSummary[]> {
  const provider = providerOf(parts, input.provider)
  const summaries: RunSummary[] = []
  for (const loop of loopsOf(provider)) {
    const to = input.to ?? now()
    const from = input.from ?? new Date(to.getTime() - BACK_DAYS * DAY_MS)
    const { isDry, startedBy } = input
    const summary = await runOne(parts.db, inTx, { provider, loop, from, to, isDry, startedBy })
    if (summary !== undefined) summaries.push(summary)
  }
  return summaries
}

/** By the clock, for each provider: events since the last time; objects and balance of the last three whole days. */
export async function reconcileAll(parts: PaymentsParts, inTx: InTx, loop: Loop): Promise<void> {
  for (const provider of parts.providers.filter((one) => loopsOf(one).includes(loop))) {
    const today = new Date(nowMs() - (nowMs() % DAY_MS))
    const to = loop === 'events' ? now() : today
    const from =
      loop === 'events' ? await inTx((tx) => eventsFrom(tx, provider)) : new Date(to.getTime() - BACK_DAYS * DAY_MS)
    const startedBy = 'payments.reconcile'
    const summary = await runOne(parts.db, inTx, { provider, loop, from, to, isDry: false, startedBy })
    parts.log.info({ provider: provider.name, loop, read: summary?.read, found: summary?.counts }, 'reconciled')
  }
}

/** In the order they run. */
export const loops = ['events', 'objects', 'balance'] as const satisfies readonly Loop[]

/** Those that the provider has a list for. */
export function loopsOf({ events, objects, balance }: PaymentProvider): Loop[] {
  const lists = { events, objects, balance }
  return loops.filter((loop) => lists[loop] !== null)
}

/** Undefined when another process is at the same. */
function runOne(db: Db, inTx: InTx, window: RunWindow): Promise<RunSummary | undefined> {
  const name = `payments.reconcile-${window.loop}-${window.provider.name}`
  return withLock(db, { ...LOCK, name }, (fence) =>
    LOOPS[window.loop](async (work) => {
      fence.signal.throwIfAborted()
      return await inTx(async (tx) => {
        await fence.check(tx)
        return await work(tx)
      })
    }, window),
  )
}

/** Adds every entry up again: zero in each currency, and what the balances say. What differs is somebody's to look at. */
export async function proveLedger(inTx: InTx): Promise<{ readonly isProven: boolean }> {
  return await inTx(async (tx) => {
    const faults = await tx.raw<{ what: string; off: bigint }>(
      `SELECT 'sum ' || currency AS what, sum(amount_minor)::bigint AS off FROM payments.ledger_entry
        GROUP BY currency HAVING sum(amount_minor) <> 0
       UNION ALL
       SELECT 'balance ' || coalesce(held.account, added.account) || ' ' || coalesce(held.currency, added.currency),
              (coalesce(held.balance_minor, 0) - coalesce(added.total, 0))::bigint
         FROM payments.ledger_balance held FULL JOIN (SELECT account, currency, sum(amount_minor) AS total
                FROM payments.ledger_entry GROUP BY account, currency) added
           ON added.account = held.account AND added.currency = held.currency
        WHERE coalesce(held.balance_minor, 0) <> coalesce(added.total, 0)`,
    )
    for (const { what, off } of faults)
      await openItem(tx, {
        provider: 'book',
        account: '',
        kind: 'ledger',
        key: what,
        details: { off: off.toString() },
      })
    return { isProven: faults.length === 0 }
  })
}

const PARKED_SECONDS = 15 * 60

/** Says when somebody has to look: at open items, and at events whose payment is not found. */
export function paymentsCheck(db: Db): HealthCheck {
  return {
    name: 'payments',
    ready: false,
    async run() {
      const [row] = await db.raw<{ items: bigint; parked: bigint }>(
        `SELECT (SELECT count(*) FROM payments.recon_item WHERE closed_at IS NULL) AS items,
                (SELECT count(*) FROM payments.provider_event WHERE status = 'parked' AND received_at < $1) AS parked`,
        [inSeconds(-PARKED_SECONDS)],
      )
      const { items = 0n, parked = 0n } = row ?? {}
      const observed = `${items} open differences, ${parked} events without a payment`
      if (items === 0n && parked === 0n) return { status: 'pass', observed }
      return { status: 'warn', observed, fix: 'Look at them under Money, Reconciliation.' }
    },
  }
}
