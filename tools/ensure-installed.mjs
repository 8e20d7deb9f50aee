#!/usr/bin/env node
// Runs on Node 18 with nothing installed: no dependency, no TypeScript.
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { install } from './bootstrap/install.mjs'
import { healPostgres } from './bootstrap/postgres-links.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** Brings node_modules to what package-lock.json says and makes what is in it ready to run. */
export async function ensureInstalled() {
  await install(root)
  healPostgres(root)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await ensureInstalled()
  } catch (error) {
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 1
  }
}
