import { now } from '../../kernel/clock.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import { type Id, newId } from '../../kernel/id.ts'
import type { AgreementRow, MusicTables } from './tables.ts'

/** The newest version in force of each kind, in a fixed order. */
export async function currentAgreements(source: Pick<Db, 'query'> | Pick<Tx, 'query'>): Promise<AgreementRow[]> {
  return await source
    .query<MusicTables>()
    .selectFrom('music.agreement')
    .selectAll()
    .distinctOn('kind')
    .where('effective_at', '<=', now())
    .orderBy('kind')
    .orderBy('version', 'desc')
    .execute()
}

export interface Acceptance {
  readonly applicationId: Id<'application'>
  readonly userId: Id<'user'>
  readonly agreementIds: readonly Id<'agreement'>[]
}

/** Records what was accepted, from where and with what program; versions recorded for the application before are left as they are. */
export async function recordAcceptances(tx: Tx, { applicationId, userId, agreementIds }: Acceptance): Promise<void> {
  if (agreementIds.length === 0) return
  const { ip, userAgent } = tx.origin
  await tx
    .query<MusicTables>()
    .insertInto('music.agreement_acceptance')
    .values(
      agreementIds.map((agreementId) => ({
        id: newId<'acceptance'>(),
        agreement_id: agreementId,
        application_id: applicationId,
        user_id: userId,
        ip: ip ?? null,
        user_agent: userAgent ?? null,
        accepted_at: now(),
      })),
    )
    .onConflict((conflict) => conflict.columns(['application_id', 'agreement_id']).doNothing())
    .execute()
}
