import type { Db, Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import type { Mailer } from '../../kernel/mail/mailer.ts'
import type { Access } from '../access/index.ts'
import type { Factors } from '../factors/index.ts'
import type { Identity } from '../identity/index.ts'

export interface OrganisationsDeps {
  readonly db: Db
  readonly access: Access
  readonly identity: Identity
  readonly factors: Pick<Factors, 'methodsOf'>
  readonly mailer: Mailer
  readonly config: { readonly productName: string; readonly publicUrl: URL }
}

/** What the unit's use cases are given. */
export interface Parts extends OrganisationsDeps {
  /** Run in the transaction that deletes an organisation: end what belongs to it. */
  readonly onDelete: readonly ((tx: Tx, organisationId: Id<'organisation'>) => Promise<void>)[]
  /** Run in the transaction that accepts an invitation: add what it was attached to. */
  readonly onAccepted: readonly AcceptedListener[]
}

export type AcceptedListener = (
  tx: Tx,
  accepted: { readonly invitationId: Id<'invitation'>; readonly userId: Id<'user'> },
) => Promise<void>
