import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createApp, migrationSources } from '../../server/app.ts'
import { readConfig } from '../../server/kernel/config/config.ts'
import { migrate } from '../../server/kernel/db/migrations.ts'
import { createLog } from '../../server/kernel/telemetry/create-log.ts'
import { PRODUCTS } from '../../server/products.ts'
import { VERSION } from '../../server/version.ts'
import { createDatabaseUrl, ensureTemplate } from './database.ts'

const SERVER = fileURLToPath(new URL('../../server/', import.meta.url))

/** A database of its own with the schema of all units, copied from one that was migrated once for all test files. */
export async function migratedDatabaseUrl(): Promise<{ url: string; drop(): Promise<void> }> {
  const template = `plinth_${schemaHash()}`
  await ensureTemplate(template, migrateAll)
  return createDatabaseUrl(template)
}

/** Names the state of all migration files: a test database server that outlives an edit gets another template. */
function schemaHash(): string {
  const hash = createHash('sha256')
  for (const file of globSync('**/migrations/*.sql', { cwd: SERVER }).sort())
    hash.update(`${file}\n`).update(readFileSync(`${SERVER}/${file}`))
  return hash.digest('hex').slice(0, 16)
}

async function migrateAll(databaseUrl: string): Promise<void> {
  const products = { products: Object.keys(PRODUCTS), terminal: false }
  const config = readConfig(
    { NODE_ENV: 'test', DATABASE_URL: databaseUrl, PUBLIC_URL: 'http://localhost:3000' },
    products,
  )
  const { log } = createLog({ ...config.telemetry, version: VERSION }, () => undefined)
  const app = await createApp({ config, databaseUrl, log, version: VERSION, offline: true })
  await migrate(databaseUrl, migrationSources(app.units.all))
  await app.close(0)
}
