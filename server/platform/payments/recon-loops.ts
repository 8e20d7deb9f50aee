import { now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { asId, type Id, isUuid } from '../../kernel/id.ts'
import { attach, attemptOfPayment } from './attach.ts'
import { recordFacts, whenCertain } from './check.ts'
import { storeFact } from './facts.ts'
import { storeEvent } from './inbox.ts'
import { readAttempt } from './intents.ts'
import { openItem } from './items.ts'
import { attemptByRef } from './observe.ts'
import type { InTx } from './parts.ts'
import { paymentsProblem } from './problems.ts'
import type { Fact, PaymentProvider } from './provider.ts'
import { count, find, meet, type Run, type RunSummary, type RunWindow, runPages, takePage } from './recon-run.ts'
import { lockPayment, settle } from './settle.ts'
import type { AttemptRow } from './tables.ts'

const OVERLAP_MS = 15 * 60_000
const DAY_MS = 24 * 3600_000
/** Providers keep events for 30 days: with less than five left a gap is near. */
const GAP_MS = 25 * DAY_MS

/** Where the list of events was left, with an overlap for what came late; three days back at first. */
export async function eventsFrom(tx: Tx, { name, account }: PaymentProvider): Promise<Date> {
  const [cursor] = await tx.raw<{ read_to: Date }>(
    "SELECT read_to FROM payments.stream_cursor WHERE provider = $1 AND account = $2 AND stream = 'events'",
    [name, account],
  )
  if (cursor === undefined) return new Date(now().getTime() - 3 * DAY_MS)
  if (cursor.read_to.getTime() < now().getTime() - GAP_MS)
    await openItem(tx, { provider: name, account, kind: 'gap', key: 'events', details: { readTo: cursor.read_to } })
  return new Date(cursor.read_to.getTime() - OVERLAP_MS)
}

/** Loop B: events that never reached us go into the inbox, where the others are. */
export async function catchUpEvents(inTx: InTx, window: RunWindow): Promise<RunSummary> {
  const { provider } = window
  const list = provider.events
  if (list === null) throw paymentsProblem('no-such-list')
  return await runPages(inTx, window, (cursor) => list(window.from, cursor), {
    async take(tx, run, events) {
      for (const event of events) {
        if (event.kind === 'refused' || event.livemode !== provider.livemode) count(run, 'refused')
        else if (await storeEvent(tx, provider, event, null)) count(run, 'missed_events')
      }
    },
    end: (run) =>
      takePage(inTx, run, async (tx) => {
        await tx.raw(
          `INSERT INTO payments.stream_cursor AS held (provider, account, stream, read_to) VALUES ($1, $2, 'events', $3)
           ON CONFLICT (provider, account, stream) DO UPDATE SET read_to = greatest(held.read_to, excluded.read_to)`,
          [provider.name, provider.account, run.to],
        )
      }),
  })
}

/** Loop C: what the provider lists and what we have, both ways. What differs is mended by observations only. */
export async function compareObjects(inTx: InTx, window: RunWindow): Promise<RunSummary> {
  const list = window.provider.objects
  if (list === null) throw paymentsProblem('no-such-list')
  return await runPages(inTx, window, (cursor) => list(window.from, window.to, cursor), {
    async take(tx, run, facts) {
      for (const ref of new Set(facts.map(({ attemptRef }) => attemptRef))) {
        meet(run, ref)
        await compareOne(
          tx,
          run,
          ref,
          facts.filter(({ attemptRef }) => attemptRef === ref),
        )
      }
    },
    end: (run) => lookForMissing(inTx, run),
  })
}

async function compareOne(tx: Tx, run: Run, ref: string, facts: readonly Fact[]): Promise<void> {
  const attempt = await ownerOf(tx, run.provider, ref, facts)
  if (attempt === null) {
    const money = facts.filter((fact) => fact.kind !== 'attempt' || fact.captured.minor > 0n)
    if (money.length > 0)
      await find(tx, run, { kind: 'missing_local', key: ref, details: { facts: money.map(storeFact) } })
    return
  }
  const before = await lockPayment(tx, attempt.payment_id)
  if (!(await attach(tx, attempt, { facts, next: null, heard: { source: 'list' } }))) return
  await settle(tx, attempt.payment_id)
  const after = await lockPayment(tx, attempt.payment_id)
  if (after.version !== before.version) count(run, 'updated')
}

/** Whose object it is: ours by reference, or by the payment's id that the provider kept. */
async function ownerOf(
  tx: Tx,
  { name, account }: PaymentProvider,
  ref: string,
  facts: readonly Fact[],
): Promise<AttemptRow | null> {
  const known = await attemptByRef(tx, name, account, ref)
  if (known !== undefined) return await readAttempt(tx, known.id)
  const claimed = facts.find(({ paymentId }) => paymentId !== null)?.paymentId ?? ''
  if (!isUuid(claimed)) return null
  const paymentId: Id<'payment'> = asId(claimed)
  const [payment] = await tx.raw('SELECT id FROM payments.payment WHERE id = $1 FOR UPDATE', [paymentId])
  return payment === undefined ? null : ((await attemptOfPayment(tx, name, account, paymentId)) ?? null)
}

const MISSING_MAX = 500

/** Money of ours that the list did not show: the provider is asked for each, and one it does not know is missing there. */
async function lookForMissing(inTx: InTx, run: Run): Promise<void> {
  const { provider, from, to } = run
  const own = await inTx((tx) =>
    tx.raw<AttemptRow & Record<string, unknown>>(
      `SELECT attempt.* FROM payments.attempt attempt
        WHERE provider = $1 AND account = $2 AND captured_minor > 0 AND provider_ref <> ALL($3)
          AND EXISTS (SELECT FROM payments.observation seen WHERE seen.attempt_id = attempt.id AND seen.kind = 'attempt'
                         AND seen.state = 'succeeded' AND seen.provider_at >= $4 AND seen.provider_at < $5)
        ORDER BY id LIMIT ${MISSING_MAX}`,
      [provider.name, provider.account, [...run.seen], from, to],
    ),
  )
  for (const attempt of own) {
    const ref = attempt.provider_ref ?? ''
    const facts = await whenCertain(() => provider.read(ref))
    if (facts === undefined) continue
    if (facts !== null && !run.isDry) await recordFacts(inTx, attempt, facts, { source: 'api' })
    if (facts === null)
      await takePage(inTx, run, (tx) =>
        find(tx, run, {
          ...{ kind: 'missing_remote', key: ref, paymentId: attempt.payment_id },
          details: { captured: attempt.captured_minor.toString() },
        }),
      )
  }
}
