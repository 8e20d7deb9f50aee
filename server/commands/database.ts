import { join } from 'node:path'
import type { Config } from '../kernel/config/config.ts'
import { EmbeddedOwnedError, startEmbeddedPostgres } from '../kernel/db/embedded.ts'
import { embeddedUrl } from '../kernel/db/embedded-attach.ts'
import type { Logger } from '../kernel/telemetry/log.ts'

export interface OpenDatabase {
  readonly url: string
  readonly embedded: boolean
  close(): Promise<void>
}

/** The configured PostgreSQL, or the embedded one, owned by this process until `close`. */
export async function openDatabase(
  config: Pick<Config, 'database' | 'dataDir'>,
  log: Logger,
  onLost: (reason: string) => void,
): Promise<OpenDatabase> {
  const external = config.database.url
  if (external !== null) return { url: external.reveal(), embedded: false, close: async () => undefined }
  const embedded = await startEmbeddedPostgres({ dataDir: config.dataDir, onExit: onLost })
  const folder = join(config.dataDir, 'postgres')
  const { port, version, firstStart } = embedded
  log.debug({ port, version, firstStart, folder }, 'embedded PostgreSQL runs')
  return { url: embedded.url, embedded: true, close: () => embedded.stop() }
}

/** As openDatabase; when a running server owns the embedded PostgreSQL, a command works beside it. */
export async function openOrAttachDatabase(
  config: Pick<Config, 'database' | 'dataDir'>,
  log: Logger,
  onLost: (reason: string) => void,
): Promise<OpenDatabase> {
  try {
    return await openDatabase(config, log, onLost)
  } catch (error) {
    if (!(error instanceof EmbeddedOwnedError)) throw error
    return { url: await embeddedUrl(config.dataDir), embedded: true, close: async () => undefined }
  }
}
