import { createHash } from 'node:crypto'
import { now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { type Id, newId } from '../../kernel/id.ts'
import { type Difference, openItem } from './items.ts'
import type { InTx } from './parts.ts'
import type { Page, PaymentProvider } from './provider.ts'

export type Loop = 'events' | 'objects' | 'balance'

export interface RunWindow {
  readonly provider: PaymentProvider
  readonly loop: Loop
  readonly from: Date
  readonly to: Date
  readonly isDry: boolean
  /** Who asked for it: a person's name at the command line, or a job. */
  readonly startedBy: string
}

/** A run under way, and what it has found. */
export interface Run extends RunWindow {
  readonly id: Id<'recon-run'>
  /** References met so far, and those of this page. */
  readonly seen: Set<string>
  fresh: string[]
  readonly counts: Map<string, number>
  readonly findings: Difference[]
}

export interface RunSummary {
  readonly loop: Loop
  readonly read: number
  readonly counts: Readonly<Record<string, number>>
  readonly findings: readonly Difference[]
}

interface RunRow {
  readonly id: Id<'recon-run'>
  readonly cursor: string | null
  readonly read: number
  readonly evidence: Buffer | null
  readonly found: Record<string, number>
  [column: string]: unknown
}

/** Reads page after page, each taken in a transaction that also keeps where to go on: an ended process leaves a run that is gone on with. */
export async function runPages<Item>(
  inTx: InTx,
  window: RunWindow,
  read: (cursor: string | null) => Promise<Page<Item>>,
  steps: {
    readonly take: (tx: Tx, run: Run, items: readonly Item[]) => Promise<void>
    readonly end: (run: Run) => Promise<void>
  },
): Promise<RunSummary> {
  const begun = await inTx((tx) => beginRun(tx, window))
  const run: Run = {
    ...{ ...window, id: begun.id, seen: new Set(begun.seen), fresh: [], findings: [] },
    counts: new Map(Object.entries(begun.found)),
  }
  let { cursor, read: total, evidence } = begun
  do {
    const page = await read(cursor)
    total += page.items.length
    evidence = nextEvidence(evidence, page.items)
    const reached = { cursor: page.next, total, evidence }
    run.fresh = []
    await takePage(inTx, run, async (tx) => {
      await steps.take(tx, run, page.items)
      await keepPlace(tx, run, reached)
    })
    cursor = page.next
  } while (cursor !== null)
  await steps.end(run)
  await inTx((tx) => endRun(tx, run, total))
  return { loop: run.loop, read: total, counts: Object.fromEntries(run.counts), findings: run.findings }
}

/** Counts a difference and, unless it is a dry run, opens an item for it. */
export async function find(
  tx: Tx,
  run: Run,
  difference: Omit<Difference, 'provider' | 'account' | 'runId'>,
): Promise<void> {
  const found = { ...difference, provider: run.provider.name, account: run.provider.account, runId: run.id }
  count(run, difference.kind)
  run.findings.push(found)
  await openItem(tx, found)
}

/** Takes back what this run has found so far by this key. */
export function forget(run: Run, key: string): void {
  const at = run.findings.findIndex((found) => found.key === key)
  if (at < 0) return
  const [gone] = run.findings.splice(at, 1)
  if (gone !== undefined) run.counts.set(gone.kind, (run.counts.get(gone.kind) ?? 1) - 1)
}

/** Notes that the provider has it. */
export function meet(run: Run, ref: string): void {
  if (run.seen.has(ref)) return
  run.seen.add(ref)
  run.fresh.push(ref)
}

export function count(run: Run, what: string): void {
  run.counts.set(what, (run.counts.get(what) ?? 0) + 1)
}

const FINDINGS_MAX = 100

class DryRun extends Error {
  override readonly name = 'DryRun'
}

/** A dry run does everything and keeps nothing of it. */
export async function takePage(inTx: InTx, { isDry }: Run, work: (tx: Tx) => Promise<void>): Promise<void> {
  try {
    await inTx(async (tx) => {
      await work(tx)
      if (isDry) throw new DryRun('nothing of a dry run is kept')
    })
  } catch (error) {
    if (!(error instanceof DryRun)) throw error
  }
}

async function beginRun(tx: Tx, window: RunWindow): Promise<RunRow & { readonly seen: string[] }> {
  const { provider, loop, from, to, isDry, startedBy } = window
  const [open] = isDry
    ? []
    : await tx.raw<RunRow>(
        `SELECT id, cursor, read, evidence, found FROM payments.recon_run
          WHERE provider = $1 AND account = $2 AND loop = $3 AND from_at = $4 AND to_at = $5 AND NOT dry_run AND state = 'running'`,
        [provider.name, provider.account, loop, from, to],
      )
  if (open !== undefined) {
    const seen = await tx.raw<{ ref: string }>('SELECT ref FROM payments.recon_seen WHERE run_id = $1', [open.id])
    return { ...open, seen: seen.map(({ ref }) => ref) }
  }
  const id = newId<'recon-run'>()
  await tx.raw(
    `INSERT INTO payments.recon_run (id, provider, account, loop, from_at, to_at, dry_run, started_by, started_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING`,
    [id, provider.name, provider.account, loop, from, to, isDry, startedBy, now()],
  )
  return { id, cursor: null, read: 0, evidence: null, found: {}, seen: [] }
}

function nextEvidence(before: Buffer | null, items: readonly unknown[]): Buffer {
  const text = JSON.stringify(items, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value))
  return createHash('sha256')
    .update(before ?? '')
    .update(text)
    .digest()
}

interface Place {
  readonly cursor: string | null
  readonly total: number
  readonly evidence: Buffer
}

async function keepPlace(tx: Tx, run: Run, { cursor, total, evidence }: Place): Promise<void> {
  await tx.raw('UPDATE payments.recon_run SET cursor = $2, read = $3, evidence = $4, found = $5 WHERE id = $1', [
    ...[run.id, cursor, total, evidence, JSON.stringify(Object.fromEntries(run.counts))],
  ])
  await tx.raw('INSERT INTO payments.recon_seen (run_id, ref) SELECT $1, unnest($2::text[]) ON CONFLICT DO NOTHING', [
    run.id,
    run.fresh,
  ])
}

/** Of a dry run what was read and found stays, though nothing else does. */
async function endRun(tx: Tx, run: Run, total: number): Promise<void> {
  await tx.raw('DELETE FROM payments.recon_seen WHERE run_id = $1', [run.id])
  const findings = run.isDry ? run.findings.slice(0, FINDINGS_MAX) : []
  const told = findings.map(({ kind, key, paymentId = null, details }) => ({ kind, key, paymentId, details }))
  await tx.raw(
    "UPDATE payments.recon_run SET state = 'done', ended_at = $2, found = $3, read = $4, findings = $5 WHERE id = $1",
    [run.id, now(), JSON.stringify(Object.fromEntries(run.counts)), total, JSON.stringify(told)],
  )
}
