import { now } from '../../../kernel/clock.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import type { FlagsDeps } from '../parts.ts'
import { flagsProblem } from '../problems.ts'
import type { FlagTables } from '../tables.ts'
import { apply } from './apply.ts'
import { completed, type Subject, saltFaults, type TargetingContent, type WantedTargeting } from './content.ts'
import { lockWrites } from './record.ts'
import { findFlag, findTargeting, targetingContentOf } from './standing.ts'
import { assertSound } from './variants.ts'

interface Place {
  readonly key: string
  readonly environment: string
}

interface SaidTargeting extends Place {
  readonly wanted: WantedTargeting
  readonly version: number
  readonly reason: string
}

/** Says what a flag serves in an environment. Throws as `apply` does, and flags/invalid for salts that move people. */
export async function sayTargeting(deps: Pick<FlagsDeps, 'bus'>, tx: Tx, said: SaidTargeting): Promise<void> {
  const { version, reason } = said
  const content = await completedTargeting(tx, said)
  await apply(deps, tx, { subject: targetingOf(said), content, baseVersion: version, reason })
}

/** With ids and salts. Throws flags/flag-not-found, flags/environment-not-found, flags/invalid. */
export async function completedTargeting(
  tx: Tx,
  { key, environment, wanted }: Place & { readonly wanted: WantedTargeting },
): Promise<TargetingContent> {
  const standing = targetingContentOf(await findTargeting(tx, await findFlag(tx, key), environment))
  const content = completed(wanted, standing)
  assertSound(saltFaults(content, standing))
  return content
}

interface Kill extends Place {
  readonly reason: string
}

/** Switches a flag off at once, whatever stands in approval; what it would serve stays as it is. Throws what is not found. */
export async function kill(deps: Pick<FlagsDeps, 'bus'>, tx: Tx, { key, environment, reason }: Kill): Promise<void> {
  await lockWrites(tx)
  const flag = await findFlag(tx, key)
  const row = await findTargeting(tx, flag, environment)
  const content = { ...targetingContentOf(row), enabled: false }
  const subject = targetingOf({ key, environment })
  await apply(deps, tx, { subject, content, baseVersion: row.version, reason, action: 'killed', passes: true })
  await tx
    .query<FlagTables>()
    .updateTable('flags.targeting')
    .set({ killed_at: now() })
    .where('flag_id', '=', flag.id)
    .where('environment', '=', environment)
    .where('killed_at', 'is', null)
    .execute()
}

/**
 * Switches a killed flag on again, with what it served. Where changes need approval it is for whoever may approve (`mayPass`). Throws
 * flags/not-killed, flags/needs-approval and what is not found.
 */
export async function revive(
  deps: Pick<FlagsDeps, 'bus'>,
  tx: Tx,
  { key, environment, reason, mayPass }: Kill & { readonly mayPass: boolean },
): Promise<void> {
  await lockWrites(tx)
  const row = await findTargeting(tx, await findFlag(tx, key), environment)
  if (row.killed_at === null) throw flagsProblem('not-killed')
  const content = { ...targetingContentOf(row), enabled: true }
  const subject = targetingOf({ key, environment })
  const how = { baseVersion: row.version, reason, action: 'revived', passes: mayPass }
  await apply(deps, tx, { subject, content, ...how })
}

function targetingOf({ key, environment }: Place): Subject {
  return { kind: 'targeting', target: key, environment }
}
