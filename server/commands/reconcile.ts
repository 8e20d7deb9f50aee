import { parseArgs } from 'node:util'
import { Problem } from '../kernel/problem.ts'
import { withSession } from './session.ts'
import { UsageError } from './usage.ts'

const USAGE = 'plinth reconcile stripe|paypal|mpesa [--dry-run] [--from <instant>] [--to <instant>]'
const UNKNOWN = 'payments/provider-unknown'

/** `plinth reconcile`: tells what each loop read and found. Exit 1 when something differs. */
export async function reconcileCommand(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { 'dry-run': { type: 'boolean' }, from: { type: 'string' }, to: { type: 'string' } },
  })
  const [provider] = positionals
  if (provider === undefined) throw new UsageError(USAGE)
  const window = { from: instantOf(values.from), to: instantOf(values.to) }
  const isDry = values['dry-run'] === true
  return await withSession(async ({ app }) => {
    try {
      const summaries = await app.units.payments.reconcile({ provider, ...window, isDry, startedBy: 'command line' })
      for (const { loop, read, counts, findings } of summaries) {
        process.stdout.write(`${loop}: ${read} read${isDry ? ' (dry run)' : ''}, ${JSON.stringify(counts)}\n`)
        for (const { kind, key, details } of findings)
          process.stdout.write(`  ${kind}\t${key}\t${JSON.stringify(details)}\n`)
      }
      return summaries.some(({ findings }) => findings.length > 0) ? 1 : 0
    } catch (error) {
      if (error instanceof Problem && error.code === UNKNOWN)
        throw new UsageError(`There is no payment provider ${provider}.\n${USAGE}`)
      throw error
    }
  })
}

function instantOf(text: string | undefined): Date | null {
  if (text === undefined) return null
  const ms = Date.parse(text)
  if (Number.isNaN(ms)) throw new UsageError(`${text} is no instant.\n${USAGE}`)
  return new Date(ms)
}
