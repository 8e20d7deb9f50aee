import type { Config } from '../../kernel/config/config.ts'
import type { Secret } from '../../kernel/config/secret.ts'
import type { Principal } from '../../kernel/http/route.ts'
import type { HealthCheck } from '../../kernel/telemetry/health.ts'
import type { Unit } from '../../kernel/unit.ts'
import type { Reader } from '../../kernel/vault/vault-keys.ts'
import { seedDemo } from './demo.ts'
import { grantRoutes } from './grants.routes.ts'
import { secretsCheck } from './health.ts'
import { leaseRoutes } from './leases/leases.routes.ts'
import { REVOCATIONS } from './leases/revocation.ts'
import { leaseSchedule, leaseSweepJob, leasesCheck } from './leases/sweep-leases.jobs.ts'
import { templateRoutes } from './leases/templates.routes.ts'
import { expiringMail, rotationFailedMail } from './mails.ts'
import { mayName } from './may-name.ts'
import type { SecretParts, SecretsDeps } from './parts.ts'
import { erasePerson, exportPerson } from './person.ts'
import { secretsProblem } from './problems.ts'
import type { OutsideProvider } from './providers/providers.ts'
import { watchReferences } from './references.ts'
import { type Providers, resolveReference } from './resolve.ts'
import { generateRotator } from './rotation/generate.ts'
import { postgresRotator } from './rotation/postgres-role.ts'
import { redisRotator } from './rotation/redis-user.ts'
import { rotateJob } from './rotation/rotate.jobs.ts'
import { rotationRoutes } from './rotation/rotation.routes.ts'
import { webhookRotator } from './rotation/webhook.ts'
import { secretRoutes } from './secrets.routes.ts'
import { deleteOfOrganisation } from './secrets.ts'
import { showingRoutes } from './showings.routes.ts'
import { createDatabaseProvider } from './store/database-provider.ts'
import { createOpenedValues } from './store/opened.ts'
import { VALUES } from './store/sealing.ts'
import { sweepWork } from './sweep.jobs.ts'
import { ENVIRONMENTS, type Environment } from './tables.ts'
import { versionRoutes } from './versions.routes.ts'

export { openProviders } from './providers/providers.ts'
export { lookUpReferences, type WithStore } from './startup.ts'
export type { OutsideProvider }

export interface Secrets extends Unit {
  /**
   * What `secret:path[#field][@stage|version]` stands for now; `reader`: read in this transaction, past what is kept in memory. Throws
   * secrets/bad-reference, secrets/not-found, secrets/no-field, secrets/unreadable.
   */
  resolve(reference: string, reader?: Reader): Promise<Secret>
  /** Whether somebody may see that there is what a reference names; false too where nothing can be there. */
  mayName(actor: Principal['actor'], reference: string): Promise<boolean>
}

/** Keeps secrets under paths, in versions, sealed; gives them to other units and to those who may see them. */
export function createSecrets(deps: SecretsDeps): Secrets {
  const store = { ...deps, opened: createOpenedValues(deps.bus) }
  const parts: SecretParts = {
    ...store,
    rotators: [generateRotator, webhookRotator(store), postgresRotator(store), redisRotator(store)],
  }
  const sweep = sweepWork(parts)
  deps.organisations.onDelete((tx, organisationId) => deleteOfOrganisation(parts, tx, organisationId))
  const database = createDatabaseProvider(parts)
  const configured = deps.configured ?? { outside: [], chosen: 'database', references: [] }
  const all = [database, ...configured.outside]
  const providers: Providers = { chosen: all.find(({ name }) => name === configured.chosen) ?? database, all }
  const resolve: Secrets['resolve'] = (reference, reader) => resolveReference(providers, reference, reader)
  const leases = { ...parts, resolve }
  const watch = watchReferences(configured, resolve, deps)
  return {
    name: 'secrets',
    migrations: new URL('./migrations/', import.meta.url),
    routes: [
      ...[...rotationRoutes(parts), ...versionRoutes(parts), ...secretRoutes(parts), ...grantRoutes(parts)],
      ...[...showingRoutes(parts), ...templateRoutes(leases), ...leaseRoutes(leases)],
    ],
    problems: [secretsProblem],
    permissions: {
      'secrets:read': "See the installation's secrets by name, without their values",
      'secrets:reveal': "Read the values of the installation's secrets",
      'secrets:manage': "Write, rotate and destroy the installation's secrets, and say who may see them",
      'secrets:lease': 'Have accounts of databases made that live for a while',
    },
    events: [],
    jobs: [rotateJob(parts), ...sweep.jobs, leaseSweepJob(leases)],
    schedules: [...sweep.schedules, leaseSchedule(leases)],
    mails: [rotationFailedMail, expiringMail],
    health: [secretsCheck(parts), leasesCheck(leases), watch.health, ...outsideChecks(configured.outside)],
    sealed: [VALUES, REVOCATIONS],
    stop: async () => watch.stop(),
    exportPerson: (userId) => exportPerson(deps.db, userId),
    erasePerson,
    seedDemo: () => seedDemo(parts),
    resolve,
    mayName: (actor, reference) => mayName(parts, configured.chosen, actor, reference),
  }
}

function outsideChecks(outside: readonly OutsideProvider[]): HealthCheck[] {
  return outside.map((one) => ({ name: `secrets-${one.name}`, ready: false, run: (signal) => one.health(signal) }))
}

/** The installation's own environment: APP_ENV when it is one of the four, else that of its mode. */
export function environmentOf({ mode, appEnvironment }: Pick<Config, 'mode' | 'appEnvironment'>): Environment {
  return ENVIRONMENTS.find((one) => one === appEnvironment) ?? mode
}
