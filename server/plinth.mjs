#!/usr/bin/env node
// Runs on the Node that npx found, Node 18 included: no dependency, no TypeScript.
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runAndExit } from '../tools/bootstrap/launch.mjs'
import { healPostgres } from '../tools/bootstrap/postgres-links.mjs'

const server = dirname(fileURLToPath(import.meta.url))
const root = dirname(server)

try {
  healPostgres(root)
  await runAndExit(root, [[join(server, 'main.ts'), ...process.argv.slice(2)]])
} catch (error) {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
