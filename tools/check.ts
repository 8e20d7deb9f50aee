import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'

type Command = readonly [program: string, ...args: string[]]
type Step = { readonly name: string; readonly commands: readonly Command[]; readonly live?: boolean }
type Outcome = { readonly code: number; readonly output: string }

const { values: flags } = parseArgs({ options: { 'no-tests': { type: 'boolean' } } })

const tsc = 'node_modules/typescript/bin/tsc'
const steps: Step[] = [
  {
    name: 'types',
    commands: [
      [tsc, '--noEmit', '-p', 'tsconfig.json'],
      ...(existsSync('console/tsconfig.json') ? [[tsc, '--noEmit', '-p', 'console/tsconfig.json'] as const] : []),
    ],
  },
  { name: 'lint and format', commands: [['node_modules/@biomejs/biome/bin/biome', 'check', '.']] },
  { name: 'tidy and architecture', commands: [['--test', 'test/tidy.test.ts', 'test/architecture.test.ts']] },
  { name: 'contract', commands: [['tools/contract.ts', '--check']] },
  ...(flags['no-tests'] ? [] : [{ name: 'tests', commands: [['tools/test.ts', '--quick'] as const], live: true }]),
]

const times: string[] = []
for (const step of steps) {
  const startedMs = performance.now()
  const outcomes = await Promise.all(step.commands.map((command) => runNode(command, step.live ?? false)))
  const failed = outcomes.filter(({ code }) => code !== 0)
  times.push(
    `${step.name.padEnd(24)}${((performance.now() - startedMs) / 1000).toFixed(1).padStart(7)} s  ${failed.length > 0 ? 'FAILED' : 'ok'}`,
  )
  if (failed.length === 0) continue
  process.stderr.write(failed.map(({ output }) => output).join('\n'))
  process.exitCode = 1
  break
}
console.log(`\n${times.join('\n')}`)

/** Runs a script by this very Node; a live one writes to the terminal, the others are shown when they fail. */
function runNode(command: Command, live: boolean): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...command], {
      stdio: ['ignore', live ? 'inherit' : 'pipe', live ? 'inherit' : 'pipe'],
    })
    let output = ''
    const keep = (chunk: Buffer): void => {
      output += chunk.toString()
    }
    child.stdout?.on('data', keep)
    child.stderr?.on('data', keep)
    child.on('error', reject)
    child.on('close', (code) => resolve({ code: code ?? 1, output }))
  })
}
