import type { KeyObject } from 'node:crypto'
import { ConfigError } from '../../kernel/config/read.ts'
import type { Resolved, VariableReference } from '../../kernel/config/references.ts'
import type { SecretProviderSettings } from '../../kernel/config/secrets.ts'
import { offlineBus } from '../../kernel/db/bus.ts'
import type { Db } from '../../kernel/db/database.ts'
import { Problem } from '../../kernel/problem.ts'
import type { Logger } from '../../kernel/telemetry/log.ts'
import type { Vault } from '../../kernel/vault/vault.ts'
import type { SecretProvider } from './provider.ts'
import { openProvider } from './providers/providers.ts'
import { parseReference } from './reference.ts'
import { resolveReference } from './resolve.ts'
import { createDatabaseProvider } from './store/database-provider.ts'
import { createOpenedValues } from './store/opened.ts'
import type { Environment } from './tables.ts'

/** Opens the database for the time of `work`. */
export type WithStore = <Result>(
  work: (store: {
    readonly db: Db
    readonly vault: Vault
    readonly log: Logger
    readonly environment: Environment
    readonly fingerprintKey: KeyObject
  }) => Promise<Result>,
) => Promise<Result>

/** What the database is opened with cannot be in the database. */
const NEEDED_BEFORE = new Set<string>(['DATABASE_URL', 'ENCRYPTION_KEYS', 'SESSION_SECRET'])
const TOO_LATE =
  'is needed to open the database, where this secret is kept; keep it with another provider, or give it itself'

/**
 * Looks up the references of the configuration, those kept outside first: what they give may be what `withStore` opens the database
 * with. Faults are among the answers.
 */
export async function lookUpReferences(
  references: readonly VariableReference[],
  settings: readonly SecretProviderSettings[],
  withStore: (found: Resolved) => WithStore,
): Promise<Resolved> {
  const first = settings[0]?.name ?? 'database'
  const isLate = ({ reference }: VariableReference): boolean =>
    (reference.startsWith('secret:') ? first : reference.split(':')[0]) === 'database'
  const outside = new Map<string, SecretProvider>()
  const found = new Map<string, { readonly text: string } | { readonly fault: string }>()
  const look = async ({ reference }: VariableReference, database: SecretProvider | null): Promise<void> => {
    found.set(reference, await lookedUp(reference, { first, database, outside }))
  }
  try {
    for (const one of settings) if (one.name !== 'database') outside.set(one.name, await openProvider(one))
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    const fault = error.faults.map(({ message }) => message).join('; ')
    return new Map(references.map(({ reference }) => [reference, { fault }]))
  }
  await Promise.all(references.filter((one) => !isLate(one)).map((one) => look(one, null)))
  const late = references.filter(isLate)
  const early = late.filter(({ variable }) => NEEDED_BEFORE.has(variable))
  for (const { reference } of early) found.set(reference, { fault: TOO_LATE })
  if (late.length === 0 || early.length > 0)
    return withFaults(found, late, 'is not looked up until the others are mended')
  try {
    await withStore(found)(async (store) => {
      const database = createDatabaseProvider({ ...store, bus: offlineBus(), opened: createOpenedValues(offlineBus()) })
      for (const one of late) await look(one, database)
    })
  } catch (error) {
    return withFaults(found, late, `the database could not be asked: ${wordOf(error)}`)
  }
  return found
}

async function lookedUp(
  reference: string,
  {
    first,
    database,
    outside,
  }: { first: string; database: SecretProvider | null; outside: Map<string, SecretProvider> },
): Promise<{ readonly text: string } | { readonly fault: string }> {
  const all = [...outside.values(), ...(database === null ? [] : [database])]
  try {
    const name = parseReference(reference).provider
    const chosen = all.find((one) => one.name === (name === 'secret' ? first : name))
    if (chosen === undefined) return { fault: `${name} is not in SECRETS_PROVIDER` }
    return { text: (await resolveReference({ chosen, all }, reference)).reveal() }
  } catch (error) {
    if (error instanceof Problem) return { fault: error.detail ?? error.title }
    // A database that has not been set up has no secrets either.
    if (/^(?:42P01|3F000)$/.test(wordOf(error))) return { fault: 'There is no such secret' }
    throw error
  }
}

function withFaults(
  found: Map<string, Awaited<ReturnType<typeof lookedUp>>>,
  late: readonly VariableReference[],
  fault: string,
) {
  for (const { reference } of late) if (!found.has(reference)) found.set(reference, { fault })
  return found
}

function wordOf(error: unknown): string {
  const { code, name } = error as { code?: unknown; name?: unknown }
  return String(code ?? name)
}
