import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { withSession } from './session.ts'
import { UsageError } from './usage.ts'

const USAGE = `plinth user import <file> --format auth0|supabase|firebase|csv [--dry-run]
  Firebase: --signer-key <base64> --salt-separator <base64> --rounds <n> --mem-cost <n>`
const FORMATS = ['auth0', 'supabase', 'firebase', 'csv'] as const

/** `plinth user import`: makes accounts of an export; tells each entry that made none. Exit 1 when one was in error. */
export async function importUsersCommand(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      ...{ format: { type: 'string' }, 'dry-run': { type: 'boolean' }, 'signer-key': { type: 'string' } },
      ...{ 'salt-separator': { type: 'string' }, rounds: { type: 'string' }, 'mem-cost': { type: 'string' } },
    } as const,
  })
  const format = FORMATS.find((one) => one === values.format)
  const [file] = positionals
  if (file === undefined || format === undefined) throw new UsageError(USAGE)
  const signerKey = values['signer-key']
  const firebase =
    signerKey === undefined
      ? null
      : {
          signerKey,
          saltSeparator: values['salt-separator'] ?? '',
          rounds: Number(values.rounds),
          memCost: Number(values['mem-cost']),
        }
  const content = await readFile(file, 'utf8')
  return await withSession(async ({ app }) => {
    const dryRun = values['dry-run'] === true
    const results = await app.units.identity.importUsers({ format, content, dryRun, firebase })
    const counts = { created: 0, duplicate: 0, error: 0 }
    for (const { row, email, result, reason } of results) {
      counts[result] += 1
      if (result !== 'created') process.stdout.write(`${row}\t${email}\t${result}\t${reason ?? ''}\n`)
    }
    const verb = dryRun ? 'would be created' : 'created'
    process.stdout.write(`${counts.created} ${verb}, ${counts.duplicate} duplicate, ${counts.error} in error.\n`)
    return counts.error > 0 ? 1 : 0
  })
}
