import type { Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { countBackupCodes, dropBackupCodes, dropBackupCodesSince } from './backup-codes.ts'
import { lockPerson, METHOD_NAMES } from './changes.ts'
import { forgetDevices, listDevices } from './devices.ts'
import { deleteFactorsSince, methodsOf } from './enrolled.ts'
import type { FactorKind } from './kind.ts'
import type { FactorsParts } from './parts.ts'
import { dropChallenges } from './passkey-challenges.ts'
import { dropCodes } from './sent-codes.ts'

const EXPORTED_DEVICES_MAX = 1000

/** Something that was taken away from an account, as its owner is told of it. */
export interface Taken {
  readonly what: string
  readonly addedAt: Date
}

/** Ends what was added to a person's factors at `since` or later, and the trust in every browser. Returns what is gone. */
export async function revokeSince(
  parts: Pick<FactorsParts, 'notices'>,
  tx: Tx,
  { userId, since, reason }: { userId: Id<'user'>; since: Date; reason: string },
): Promise<Taken[]> {
  await lockPerson(tx, userId)
  const factors = await deleteFactorsSince(tx, userId, since)
  const codesAt = await dropBackupCodesSince(tx, userId, since)
  if ((await methodsOf(tx, userId)).length === 0) await dropBackupCodes(tx, userId)
  for (const method of ['sms', 'email'] as const) await dropCodes(tx, method, userId)
  await dropChallenges(tx, userId)
  await forgetDevices(tx, userId)
  const subject = { kind: 'user', id: userId }
  for (const { method, id } of factors)
    await tx.audit({ action: 'factors.factor.revoked', subject, details: { method, factorId: id, reason } })
  if (codesAt !== null) await tx.audit({ action: 'factors.backup-codes.revoked', subject, details: { reason } })
  await parts.notices.changed(tx, userId)
  const taken = factors.map(({ method, addedAt }) => ({ what: METHOD_NAMES[method], addedAt }))
  return codesAt === null ? taken : [...taken, { what: 'backup codes', addedAt: codesAt }]
}

/** Forgets everything that is held of a person. */
export async function erasePerson(parts: Pick<FactorsParts, 'notices'>, tx: Tx, userId: Id<'user'>): Promise<void> {
  await revokeSince(parts, tx, { userId, since: new Date(0), reason: 'erased' })
  for (const table of ['attempt', 'send_count', 'person'])
    await tx.raw(`DELETE FROM factors.${table} WHERE user_id = $1`, [userId])
}

/** What is known of a person's factors and trusted devices, without anything that proves them; null when nothing. */
export async function exportPerson({ db }: FactorsParts, kinds: readonly FactorKind[], userId: Id<'user'>) {
  const lists: Record<string, readonly unknown[]> = {}
  for (const { listing } of kinds) if (listing !== undefined) lists[listing.name] = await listing.items(db, userId)
  const backupCodesLeft = await countBackupCodes(db, userId)
  const devices = await listDevices(db, userId, { limit: EXPORTED_DEVICES_MAX, after: undefined })
  const trustedDevices = devices.map((row) => ({
    userAgent: row.label,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
  }))
  const isEmpty = [...Object.values(lists), trustedDevices].every((list) => list.length === 0)
  return isEmpty ? null : { ...lists, backupCodesLeft, trustedDevices }
}
