import type { Db } from '../../../kernel/db/database.ts'
import type { Logger } from '../../../kernel/telemetry/log.ts'
import type { Content } from '../../../platform/content/index.ts'
import type { Settings } from '../../../platform/settings/index.ts'

/** What the part stands on. */
export interface CatalogueDeps {
  readonly db: Db
  readonly log: Logger
  readonly content: Pick<Content, 'declare'>
  readonly settings: Pick<Settings, 'declare'>
}
