/** The peer: better-auth with e-mail and password on the same PostgreSQL, as its guide sets it up. JavaScript, so that the types of a peer are no part of the check. */
import { createServer } from 'node:http'
import { betterAuth } from 'better-auth'
import { getMigrations } from 'better-auth/db/migration'
import { toNodeHandler } from 'better-auth/node'
import pg from 'pg'

const url = `http://127.0.0.1:${process.env.PORT}`
const auth = betterAuth({
  baseURL: url,
  secret: 'a-secret-for-the-bench-of-enough-length',
  database: new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 8, options: '-c search_path=peer' }),
  emailAndPassword: { enabled: true },
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
})
const owner = new pg.Client({ connectionString: process.env.DATABASE_URL })
await owner.connect()
await owner.query('CREATE SCHEMA IF NOT EXISTS peer')
await owner.end()
await (await getMigrations(auth.options)).runMigrations()

const handle = toNodeHandler(auth)
createServer((request, response) => {
  if (request.url === '/ready') response.writeHead(200).end()
  else handle(request, response)
}).listen(Number(process.env.PORT), '127.0.0.1')
