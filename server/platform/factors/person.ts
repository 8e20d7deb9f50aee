import type { Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { countBackupCodes } from './backup-codes.ts'
import { lockPerson } from './changes.ts'
import { forgetDevices, listDevices } from './devices.ts'
import type { FactorKind } from './kind.ts'
import type { FactorsParts } from './parts.ts'

const EXPORTED_DEVICES_MAX = 1000

/** Ends all factors and trusted devices of a person. */
export async function revokeAll(
  parts: FactorsParts,
  kinds: readonly FactorKind[],
  tx: Tx,
  userId: Id<'user'>,
): Promise<void> {
  await lockPerson(tx, userId)
  for (const kind of kinds) await kind.revokeAll(tx, userId)
  await forgetDevices(tx, userId)
  await parts.notices.changed(tx, userId)
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
