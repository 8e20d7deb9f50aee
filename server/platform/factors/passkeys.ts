import type { Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { beginChange, type Changer } from './changes.ts'
import type { Reader } from './kind.ts'
import type { FactorsParts } from './parts.ts'
import { factorsProblem } from './problems.ts'
import type { FactorsTables } from './tables.ts'

/** The relying party: passkeys belong to the host of PUBLIC_URL. */
export function relyingParty({ config }: Pick<FactorsParts, 'config'>): string {
  return config.publicUrl.hostname
}

/** Where pages may stand that use the passkeys. */
export function expectedOrigins({ config }: Pick<FactorsParts, 'config'>): string[] {
  return [config.publicUrl.origin, ...config.allowedOrigins]
}

/** What an authenticator keeps of the person: the bytes of the id, which says nothing. */
export function userHandle(userId: Id<'user'>): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(userId.replaceAll('-', ''), 'hex'))
}

/** The challenge that an answer claims to meet, before anything of it was checked; null when its client data is malformed. */
export function challengeOf(clientData: string): string | null {
  try {
    const { challenge } = JSON.parse(Buffer.from(clientData, 'base64url').toString('utf8')) as { challenge?: unknown }
    return typeof challenge === 'string' ? challenge : null
  } catch {
    return null
  }
}

/** The passkeys of a person, oldest first. */
export function passkeysOf(reader: Reader, userId: Id<'user'>) {
  return reader
    .query<FactorsTables>()
    .selectFrom('factors.passkey')
    .select(['id', 'name', 'credential_id', 'transports', 'created_at', 'last_used_at'])
    .where('user_id', '=', userId)
    .orderBy('id')
    .execute()
}

/** Gives a passkey another name. Throws factors/not-found, http/assurance-too-low. */
export async function renamePasskey(
  parts: FactorsParts,
  tx: Tx,
  changer: Changer,
  { id, name }: { readonly id: Id<'factor'>; readonly name: string },
): Promise<void> {
  await beginChange(parts, tx, changer)
  const renamed = await tx
    .query<FactorsTables>()
    .updateTable('factors.passkey')
    .set({ name })
    .where('id', '=', id)
    .where('user_id', '=', changer.userId)
    .executeTakeFirst()
  if (renamed.numUpdatedRows === 0n) throw factorsProblem('not-found')
  await tx.audit({
    action: 'factors.passkey.renamed',
    subject: { kind: 'user', id: changer.userId },
    details: { factorId: id },
  })
}
