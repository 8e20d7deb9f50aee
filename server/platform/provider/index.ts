import { subscribe, type Unit } from '../../kernel/unit.ts'
import { emailChanged, type Identity, passwordChanged, userDisabled } from '../identity/index.ts'
import { createEngine, type EngineParts } from './engine.ts'
import { purgeJob, purgeSchedule } from './housekeeping.jobs.ts'
import { endGrants } from './items.ts'
import { erasePerson, exportPerson } from './personal-data.ts'
import { providerProblem } from './problems.ts'
import { protocolRoutes } from './protocol.routes.ts'
import { providerRoutes } from './provider.routes.ts'

export interface ProviderDeps extends Omit<EngineParts, 'signingKeys'> {
  readonly identity: Pick<Identity, 'onTakeBack' | 'signingKeys'>
}

/** This server as OpenID provider: the team's other applications sign people in with it. */
export function createProvider(deps: ProviderDeps): Unit {
  // A grant is not dated, and is soon given again: all end, as with a new password.
  deps.identity.onTakeBack(async (tx, { userId }) => {
    await endGrants(tx, userId)
    return []
  })
  let built: { readonly keys: string; readonly engine: ReturnType<typeof createEngine> } | null = null
  // An engine keeps the keys it was made with; what it knows otherwise stands in the database.
  const engine = async () => {
    const signingKeys = await deps.identity.signingKeys()
    const keys = signingKeys.map(({ kid }) => kid).join()
    if (built?.keys !== keys) built = { keys, engine: createEngine({ ...deps, signingKeys }) }
    return built.engine
  }
  return {
    name: 'provider',
    migrations: new URL('./migrations/', import.meta.url),
    routes: [...protocolRoutes(engine, deps.publicUrl), ...providerRoutes({ db: deps.db, engine })],
    problems: [providerProblem],
    permissions: { 'provider:manage': 'Register applications that sign people in with this server' },
    events: [],
    jobs: [purgeJob],
    schedules: [purgeSchedule],
    exportPerson: (userId) => exportPerson(deps.db, userId),
    erasePerson,
    subscriptions: [
      subscribe(userDisabled, 'provider.end-grants-of-disabled', (tx, { userId }) => endGrants(tx, userId)),
      subscribe(passwordChanged, 'provider.end-grants-of-changed', (tx, { userId }) => endGrants(tx, userId)),
      subscribe(emailChanged, 'provider.end-grants-of-readdressed', (tx, { userId }) => endGrants(tx, userId)),
    ],
  }
}
