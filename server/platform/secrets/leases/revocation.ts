import type { Tx } from '../../../kernel/db/database.ts'
import type { Id } from '../../../kernel/id.ts'
import type { SealedColumn, Vault } from '../../../kernel/vault/vault.ts'
import type { Reader } from '../../../kernel/vault/vault-keys.ts'

const COLUMN = 'secrets.lease.revocation'

/** What removes the accounts of leases. */
export const REVOCATIONS: SealedColumn = {
  ...{ table: 'secrets.lease', column: 'revocation' },
  place: { scope: 'installation', column: COLUMN },
}

/** Where an account is, whatever becomes of its template. */
interface Revocation {
  readonly connection: string
  readonly account: string
}

/** The name of a lease's account: who repeats what was broken off finds it. */
export function accountOf(id: Id<'lease'>): string {
  return `plinth_lease_${id.replaceAll('-', '')}`
}

export function sealRevocation(vault: Vault, tx: Tx, id: Id<'lease'>, revocation: Revocation): Promise<Buffer> {
  return vault.seal(tx, { scope: 'installation', column: COLUMN, id }, JSON.stringify(revocation))
}

/** Throws when it was changed or moved. */
export async function openRevocation(
  vault: Vault,
  reader: Reader,
  { id, revocation }: { readonly id: Id<'lease'>; readonly revocation: Buffer },
): Promise<Revocation> {
  const text = await vault.open(reader, { scope: 'installation', column: COLUMN, id }, revocation)
  return JSON.parse(text) as Revocation
}
