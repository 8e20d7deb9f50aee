import type { Cache } from '../../kernel/cache/cache.ts'
import type { Db } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import type { Mailer } from '../../kernel/mail/mailer.ts'
import type { Logger } from '../../kernel/telemetry/log.ts'
import type { Access } from '../../platform/access/index.ts'
import type { Files } from '../../platform/files/index.ts'
import type { Catalogue } from './public-catalogue.ts'

/** What the unit stands on, handed over by the composition root. */
export interface MusicDeps {
  readonly db: Db
  readonly cache: Cache
  readonly files: Files
  readonly access: Pick<Access, 'grantRole'>
  readonly mailer: Mailer
  readonly log: Logger
  /** Root of every link in a mail. */
  readonly publicUrl: URL
  /** Names and addresses of people; unknown ids are absent. */
  readonly people: (ids: readonly Id<'user'>[]) => Promise<ReadonlyMap<string, Person>>
}

/** The same with what the unit's parts share. */
export interface MusicParts extends MusicDeps {
  readonly catalogue: Catalogue
}

export interface Person {
  readonly id: Id<'user'>
  readonly name: string
  readonly email: string
  readonly locale: string | null
}
