import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { startServer } from '../test/support/server.ts'
import { callEverything } from './queries/calls.ts'
import { fillTables } from './queries/fill-tables.ts'
import { explain, queriesDocument, statementsOf } from './queries/plans.ts'
import { withTestDatabase } from './test-database.ts'

const { values: flags } = parseArgs({ options: { check: { type: 'boolean' } } })
const path = join(import.meta.dirname, '../contract/queries.md')

process.exitCode = await withTestDatabase(async () => report(await writtenNow()))
// Pools of the program and of the test support may hold the process for their idle time.
process.exit()

/** Every statement that representative calls send, with the plan PostgreSQL makes for any values of its parameters. */
async function writtenNow(): Promise<string> {
  const texts = new Set<string>()
  const server = await startServer({ demo: true, onStatement: (text) => void texts.add(text) })
  try {
    const schemas = [
      'kernel',
      ...server.app.units.all.filter(({ migrations }) => migrations !== null).map(({ name }) => name),
    ]
    await callEverything(server)
    const client = new pg.Client({ connectionString: server.databaseUrl })
    await client.connect()
    try {
      await fillTables(client, schemas)
      return queriesDocument(await explain(client, statementsOf(texts, schemas)))
    } finally {
      await client.end()
    }
  } finally {
    await server.stop()
  }
}

function report(document: string): number {
  const isFresh = existsSync(path) && readFileSync(path, 'utf8') === document
  if (flags.check === true && !isFresh) {
    process.stderr.write(
      'contract/queries.md is not what the code sends: run `npm run queries` and look at the difference\n',
    )
    return 1
  }
  if (!isFresh) writeFileSync(path, document)
  process.stdout.write(isFresh ? 'contract/queries.md is up to date.\n' : 'Written: contract/queries.md\n')
  return 0
}
