import { parseArgs } from 'node:util'
import { migrationSources } from '../app.ts'
import { migrationState } from '../kernel/db/migrations.ts'
import { openApiDocument, problemsDocument } from '../kernel/http/openapi.ts'
import { kernelProblems } from '../kernel/kernel-problems.ts'
import { VERSION } from '../version.ts'
import { importUsersCommand } from './import-users.ts'
import { readInput } from './read-input.ts'
import { assembleOffline, withSession } from './session.ts'
import { UsageError } from './usage.ts'

const print = (text: string): void => void process.stdout.write(`${text}\n`)

/** `plinth migrate`: brings the schema up to date; `--check` only tells (exit 1 when something is pending). */
export async function migrateCommand(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { check: { type: 'boolean' } } })
  return await withSession(async ({ app, database }) => {
    const state = await migrationState(database.url, migrationSources(app.units.all))
    print(state.pending.length === 0 ? 'The schema is up to date.' : `Pending: ${state.pending.join(', ')}`)
    return values.check === true && state.pending.length > 0 ? 1 : 0
  })
}

/** `plinth doctor`: the checks of the startup check, for a person; exit 1 when one fails. */
export async function doctor(): Promise<number> {
  return await withSession(async ({ app, config }) => {
    for (const { variable, reference } of config.references) print(`pass  ${variable}  ${reference} resolves`)
    const report = await app.health.report()
    for (const [name, check] of Object.entries(report.checks)) {
      print(
        `${check.status.padEnd(4)}  ${name.padEnd(14)} ${check.observed}${check.fix === undefined ? '' : `\n      ${''.padEnd(14)} ${check.fix}`}`,
      )
    }
    return report.status === 'fail' ? 1 : 0
  })
}

/** `plinth seed`: demo data, as the first start in development writes it. */
export async function seed(): Promise<number> {
  return await withSession(async ({ app, config }) => {
    if (config.mode === 'production') throw new UsageError('Demo data is refused in production.')
    for (const unit of app.units.all) await unit.seedDemo?.()
    print('Demo data is in place.')
    return 0
  })
}

/** `plinth user create --email a@b.example [--name N] [--admin]`: the password comes from the prompt's standard input. */
export async function userCommand(args: readonly string[]): Promise<number> {
  if (args[0] === 'import') return importUsersCommand(args.slice(1))
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { email: { type: 'string' }, name: { type: 'string' }, admin: { type: 'boolean' } },
  })
  if (positionals[0] !== 'create' || values.email === undefined || values.admin !== true) {
    throw new UsageError('plinth user create --email <address> --admin [--name <name>]  (password on standard input)')
  }
  const email = values.email
  const password = await readInput()
  return await withSession(async ({ app }) => {
    await app.units.identity.createAdministrator({
      email,
      name: values.name ?? 'Administrator',
      password,
    })
    print(`${email} is an administrator.`)
    return 0
  })
}

/** `plinth audit verify`: walks the chain; exit 1 at the first fault. */
export async function auditCommand(args: readonly string[]): Promise<number> {
  if (args[0] !== 'verify') throw new UsageError('plinth audit verify')
  return await withSession(async ({ app }) => {
    const result = await app.units.audit.verify()
    print(
      result.ok
        ? `${result.checked} records checked, sealed up to ${result.sealedUpTo}: nothing was changed.`
        : `FAULT: ${result.firstFault}`,
    )
    return result.ok ? 0 : 1
  })
}

/** `plinth openapi`: the contract on standard output; needs no database. */
export async function openapi(): Promise<number> {
  const { units, http } = await assembleOffline()
  const codes = Object.keys(problemsDocument([...kernelProblems, ...units.all.flatMap((unit) => unit.problems)]))
  print(JSON.stringify(openApiDocument(http.routes, VERSION, codes), null, 2))
  return 0
}
