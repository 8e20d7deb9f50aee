import type { Cache } from './kernel/cache/cache.ts'
import type { Db } from './kernel/db/database.ts'
import type { Id } from './kernel/id.ts'
import type { Mailer } from './kernel/mail/mailer.ts'
import type { Logger } from './kernel/telemetry/log.ts'
import type { Unit } from './kernel/unit.ts'
import type { Access } from './platform/access/index.ts'
import type { Files } from './platform/files/index.ts'
import { createMusic } from './products/music/index.ts'

/** What every product may stand on. */
export interface ProductDeps {
  readonly db: Db
  readonly cache: Cache
  readonly files: Files
  readonly access: Access
  readonly mailer: Mailer
  readonly log: Logger
  readonly publicUrl: URL
  readonly people: (ids: readonly Id<'user'>[]) => Promise<ReadonlyMap<string, ProductPerson>>
}

interface ProductPerson {
  readonly id: Id<'user'>
  readonly name: string
  readonly email: string
  /** What they want to read, if it is known. */
  readonly locale: string | null
}

/** The products by the name PRODUCTS selects them with. One is removed by deleting its folder and its line here. */
export const PRODUCTS: Readonly<Record<string, (deps: ProductDeps) => Unit>> = {
  music: createMusic,
}
