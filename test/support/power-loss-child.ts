import { startEmbeddedPostgres } from '../../server/kernel/db/embedded.ts'

/** The embedded PostgreSQL in the folder it is given, for a program that watches what it does to files. */
const [, , dataDir = ''] = process.argv
const { url } = await startEmbeddedPostgres({ dataDir, onExit: () => process.exit(1) })
process.stdout.write(`${url}\n`)
setInterval(() => undefined, 60_000)
