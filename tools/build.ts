import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { buildConsole, isConsoleFresh } from './console-build.ts'

const root = join(import.meta.dirname, '..')
const { values: flags } = parseArgs({ options: { 'if-stale': { type: 'boolean' } } })

if (!flags['if-stale'] || !isConsoleFresh(root)) {
  const startedMs = performance.now()
  await buildConsole(root)
  console.log(`console built in ${((performance.now() - startedMs) / 1000).toFixed(1)} s`)
}
