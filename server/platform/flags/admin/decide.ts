import { now } from '../../../kernel/clock.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { httpProblem } from '../../../kernel/http/problems.ts'
import type { Id } from '../../../kernel/id.ts'
import { Problem } from '../../../kernel/problem.ts'
import { changeDecided } from '../events.ts'
import type { FlagsDeps } from '../parts.ts'
import { flagsProblem } from '../problems.ts'
import type { ChangeRow, Failure, FlagTables } from '../tables.ts'
import { apply, isGuarded } from './apply.ts'
import { findChange } from './changes.ts'
import type { Content, Subject } from './content.ts'
import { tellProposer } from './letters.ts'
import { actorOf, lockWrites } from './record.ts'
import { standingOf } from './standing.ts'

interface Approval {
  readonly id: Id<'flag-change'>
  /** Of what was read: another content is not approved. */
  readonly contentHash: string
  readonly note: string | null
}

/**
 * Approves a change, which then holds at once or at its hour; what cannot be applied stays as `failed`, with its reason. Throws
 * flags/own-change, flags/change-ended, flags/changed-since.
 */
export async function approve(deps: FlagsDeps, tx: Tx, { id, contentHash, note }: Approval): Promise<void> {
  await lockWrites(tx)
  const row = await findChange(tx, id)
  assertForeign(tx, row)
  if (row.state !== 'open') throw flagsProblem('change-ended')
  if (row.content_hash !== contentHash) throw flagsProblem('changed-since')
  await changes(tx)
    .updateTable('flags.change')
    .set({ state: 'approved', approved_by: actorOf(tx), approved_at: now(), approved_hash: contentHash, note })
    .where('id', '=', id)
    .execute()
  await audit(tx, row, 'approved', { contentHash, note })
  if (row.scheduled_at === null || row.scheduled_at <= now()) await applyChange(deps, tx, await findChange(tx, id))
}

/** Applies a change whose hour has come; one that waits no more is left. */
export async function applyDue(deps: FlagsDeps, tx: Tx, id: Id<'flag-change'>): Promise<void> {
  await lockWrites(tx)
  const row = await findChange(tx, id)
  if (row.state === 'approved' && row.scheduled_at !== null && row.scheduled_at <= now())
    await applyChange(deps, tx, row)
}

/** Throws flags/own-change, flags/change-ended. */
export async function reject(deps: FlagsDeps, tx: Tx, id: Id<'flag-change'>, note: string): Promise<void> {
  await lockWrites(tx)
  const row = await findChange(tx, id)
  assertForeign(tx, row)
  if (row.state !== 'open' && row.state !== 'approved') throw flagsProblem('change-ended')
  await decide(deps, tx, row, { state: 'rejected', note })
}

/** By whoever proposed it. Throws http/denied, flags/change-ended. */
export async function cancel(deps: FlagsDeps, tx: Tx, id: Id<'flag-change'>): Promise<void> {
  await lockWrites(tx)
  const row = await findChange(tx, id)
  if (row.proposed_by !== actorOf(tx)) throw httpProblem('denied')
  if (!['open', 'approved', 'failed'].includes(row.state)) throw flagsProblem('change-ended')
  await decide(deps, tx, row, { state: 'cancelled' })
}

/** Whoever proposed it does not decide it, neither by a key of theirs nor in somebody else's name. */
function assertForeign({ origin: { actor } }: Tx, { proposed_by: proposer }: ChangeRow): void {
  const isOwn = actor.kind === 'user' && (actor.userId === proposer || actor.impersonatorId === proposer)
  if (isOwn) throw flagsProblem('own-change')
}

async function applyChange(deps: FlagsDeps, tx: Tx, row: ChangeRow): Promise<void> {
  const failure = await tried(deps, tx, row)
  await decide(deps, tx, row, failure === null ? { state: 'applied' } : { state: 'failed', failure })
}

/** Applies it, or leaves everything as it stood and tells why. */
async function tried(deps: FlagsDeps, tx: Tx, row: ChangeRow): Promise<Failure | null> {
  const { kind, target, environment, base_version: baseVersion, reason, id: changeId } = row
  const subject: Subject = { kind, target, environment }
  const content = row.content as Content
  await tx.raw('SAVEPOINT flags_change')
  try {
    if (row.approved_by === null && (await isGuarded(tx, subject, await standingOf(tx, subject), content)))
      throw flagsProblem('needs-approval')
    await apply(deps, tx, { subject, content, baseVersion, reason, changeId, passes: true })
    await tx.raw('RELEASE SAVEPOINT flags_change')
    return null
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    await tx.raw('ROLLBACK TO SAVEPOINT flags_change')
    return { code: error.code, detail: error.detail ?? error.title, errors: error.errors ?? [] }
  }
}

interface Decision {
  readonly state: 'applied' | 'failed' | 'rejected' | 'cancelled'
  readonly note?: string
  readonly failure?: Failure
}

async function decide(deps: FlagsDeps, tx: Tx, row: ChangeRow, { state, note, failure }: Decision): Promise<void> {
  await changes(tx)
    .updateTable('flags.change')
    .set({
      ...{ state, decided_by: actorOf(tx), decided_at: now() },
      ...(note === undefined ? {} : { note }),
      failure: failure === undefined ? null : JSON.stringify(failure),
    })
    .where('id', '=', row.id)
    .execute()
  await audit(tx, row, state, { note: note ?? null, failure: failure?.code ?? null })
  await tx.publish(changeDecided, { changeId: row.id, state })
  if (row.proposed_by !== actorOf(tx)) await tellProposer(deps, tx, row, { state, why: note ?? failure?.detail ?? '' })
}

function audit(tx: Tx, { id, kind, target, environment }: ChangeRow, what: string, details: object): Promise<void> {
  return tx.audit({
    action: `flags.change.${what}`,
    subject: { kind: 'flag-change', id },
    details: { kind, target, environment, ...details },
  })
}

function changes(tx: Tx) {
  return tx.query<FlagTables>()
}
