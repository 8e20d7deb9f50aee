#!/usr/bin/env node
// Runs on Node 18 with nothing installed: no dependency, no TypeScript.
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runAndExit } from './bootstrap/launch.mjs'
import { ensureInstalled } from './ensure-installed.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

const build = ['tools/build.ts', '--if-stale']

/** The steps of each verb, in arguments of Node; every other verb is one of the program itself. */
const verbs = {
  serve: (args) => [build, ['server/main.ts', 'serve', ...args]],
  dev: (args) => [build, ['--watch-path=server', 'server/main.ts', 'serve', '--dev', ...args]],
  test: (args) => [build, ['tools/test.ts', ...args]],
  check: (args) => [['tools/check.ts', ...args]],
  build: (args) => [['tools/build.ts', ...args]],
  bench: (args) => [['bench/run.ts', ...args]],
  contract: (args) => [['tools/contract.ts', ...args]],
  queries: (args) => [['tools/queries.ts', ...args]],
  'new-unit': (args) => [['tools/new-unit.ts', ...args]],
}

const [verb = '--help', ...args] = process.argv.slice(2)
const steps = Object.hasOwn(verbs, verb) ? verbs[verb](args) : [['server/main.ts', verb, ...args]]

try {
  await ensureInstalled()
  await runAndExit(root, steps, { cwd: root })
} catch (error) {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
