import type { KeyObject } from 'node:crypto'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import type { Id } from '../../../kernel/id.ts'
import type { Mailer } from '../../../kernel/mail/mailer.ts'
import type { MailRecords } from '../../../kernel/mail/records.ts'
import type { Access } from '../../../platform/access/index.ts'
import type { Files } from '../../../platform/files/index.ts'
import type { Identity } from '../../../platform/identity/index.ts'
import type { Organisations } from '../../../platform/organisations/index.ts'

/** What employees, tickets, leads and the newsletter stand on. */
export interface StaffDeps {
  readonly db: Db
  readonly files: Pick<Files, 'file' | 'send' | 'declarePurposes' | 'disown'>
  readonly access: Pick<Access, 'standingOf' | 'accessOf' | 'revokeRoleByActor' | 'grantRole'>
  readonly identity: Pick<Identity, 'personByEmail' | 'personById' | 'createPerson'>
  readonly organisations: Pick<Organisations, 'inviteStaff' | 'onInvitationAccepted'>
  readonly mailer: Mailer
  readonly mailRecords: MailRecords
  /** Root of every link in a mail. */
  readonly publicUrl: URL
  /** Signs what public forms are handed out with. */
  readonly formKey: KeyObject
  /** Names and addresses of people; unknown ids are absent. Inside a transaction, through its connection. */
  readonly people: (ids: readonly Id<'user'>[], reader?: Db | Tx) => Promise<ReadonlyMap<string, Person>>
}

export interface Person {
  readonly id: Id<'user'>
  readonly name: string
  readonly email: string
  readonly locale: string | null
}
