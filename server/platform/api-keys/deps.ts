import type { Bus } from '../../kernel/db/bus.ts'
import type { Db } from '../../kernel/db/database.ts'
import type { Mailer } from '../../kernel/mail/mailer.ts'
import type { Access } from '../access/index.ts'
import type { Identity } from '../identity/index.ts'
import type { Organisations } from '../organisations/index.ts'

export interface ApiKeysDeps {
  readonly db: Db
  readonly bus: Bus
  readonly access: Pick<Access, 'onChange' | 'standingOf' | 'assertCovers'>
  readonly identity: Pick<Identity, 'activeAccount' | 'holdSession' | 'onPersonChange' | 'onTakeBack' | 'userSummaries'>
  readonly organisations: Pick<Organisations, 'membershipOf' | 'onDelete'>
  readonly mailer: Mailer
  readonly publicUrl: URL
  readonly productName: string
}
