import { factorsConfig, federationConfig, identityConfig, settingsConfig } from './config-slices.ts'
import type { BlobStore } from './kernel/blob/blob-store.ts'
import type { Cache } from './kernel/cache/cache.ts'
import type { Config } from './kernel/config/config.ts'
import { deriveKey } from './kernel/crypto/derive-key.ts'
import type { Bus } from './kernel/db/bus.ts'
import type { Db, Tx, TxSinks } from './kernel/db/database.ts'
import type { Authenticator } from './kernel/http/authorise.ts'
import type { Id } from './kernel/id.ts'
import { jobProblems } from './kernel/jobs/inspect.ts'
import type { Jobs } from './kernel/jobs/jobs.ts'
import type { Mail } from './kernel/mail/mail.ts'
import { createOutbound, type Outbound } from './kernel/outbound/outbound.ts'
import type { Sms } from './kernel/sms/sms.ts'
import type { HealthReport } from './kernel/telemetry/health.ts'
import type { Logger } from './kernel/telemetry/log.ts'
import type { Metrics } from './kernel/telemetry/metrics.ts'
import type { Unit } from './kernel/unit.ts'
import type { Vault } from './kernel/vault/vault.ts'
import { type Access, createAccess } from './platform/access/index.ts'
import { type ApiKeys, createApiKeys } from './platform/api-keys/index.ts'
import { auditKey, auditSink, createAudit } from './platform/audit/index.ts'
import { type Content, createContent } from './platform/content/index.ts'
import { createExperiments, createPseudonyms, type Experiments } from './platform/experiments/index.ts'
import { createFactors, type Factors } from './platform/factors/index.ts'
import { createFederation } from './platform/federation/index.ts'
import { createFiles, type Files } from './platform/files/index.ts'
import { createFlags, type Flags } from './platform/flags/index.ts'
import { type ChosenCaptcha, createIdentity, declareCaptcha, type Identity } from './platform/identity/index.ts'
import { createInvoices, type Invoices, totals } from './platform/invoices/index.ts'
import { createOperations } from './platform/operations/index.ts'
import { createOrganisations, type Organisations } from './platform/organisations/index.ts'
import { createPayments, createProviders, type Payments } from './platform/payments/index.ts'
import { createProvider } from './platform/provider/index.ts'
import { createSecrets, environmentOf, type OutsideProvider, type Secrets } from './platform/secrets/index.ts'
import { createSettings, type Settings } from './platform/settings/index.ts'
import { createWebhooks } from './platform/webhooks/index.ts'
import { PRODUCTS, type ProductDeps } from './products.ts'

export interface UnitParts {
  readonly config: Config
  readonly db: Db
  readonly bus: Bus
  readonly cache: Cache
  readonly jobs: Jobs
  readonly mail: Mail
  readonly sms: Sms
  readonly vault: Vault
  /** Where secrets are kept beside the database. */
  readonly outsideSecrets: readonly OutsideProvider[]
  readonly blobs: BlobStore
  readonly log: Logger
  readonly metrics: Metrics
  readonly health: { report(): Promise<HealthReport> }
  readonly version: string
}

export interface Units {
  readonly access: Access
  readonly factors: Factors
  readonly identity: Identity
  readonly organisations: Organisations
  readonly audit: ReturnType<typeof createAudit>
  readonly files: Files
  readonly flags: Flags
  readonly invoices: Invoices
  readonly payments: Payments
  readonly content: Content
  readonly settings: Settings
  readonly secrets: Secrets
  readonly experiments: Experiments
  readonly captcha: ChosenCaptcha
  readonly auditSink: TxSinks['audit']
  /** Knows sessions and API keys. */
  readonly authenticator: Authenticator
  /** Every unit that runs, in dependency order. */
  readonly all: readonly Unit[]
}

/** Builds the units, platform first. A product is one line here and its folder. */
export function buildUnits(parts: UnitParts): Units {
  const { config, db, cache, jobs, mail, vault, blobs, log, metrics, health } = parts
  const { publicUrl } = config.server
  const key = auditKey(config.keys.sessionSecret)
  const people = buildPeople(parts, {
    securityEvents: (userId, query) => audit.ownEvents(userId, query),
    isRegistrationOpen: () => isRegistrationOpen(),
    captcha: () => captcha.settings(),
  })
  const { access, identity } = people
  const audit = createAudit({ db, key, log, metrics, names: (ids) => identity.userSummaries(ids) })
  const names: ProductDeps['people'] = (ids, reader) => identity.userSummaries(ids, reader)
  const formKey = deriveKey(config.keys.sessionSecret, 'plinth public forms')
  const outbound = createOutbound({ alsoAllowed: config.webhooks.privateNetworks })
  const steering = buildSteering(parts, people, outbound, audit)
  const { settings, flags } = steering
  const files = createFiles({
    ...{ db, blobs, publicUrl, mailer: mail, clamdUrl: config.files.clamdUrl },
    people: (ids) => identity.userSummaries(ids),
    ...{ signingSecret: config.keys.sessionSecret, maxBytes: config.files.uploadMaxBytes },
    ...{ quotaBytes: config.files.quotaBytes, settings, metrics },
  })
  const isRegistrationOpen = declareFeatures(flags)
  const { captcha: fromVariables, captchaBases: bases } = config.identity
  const captcha = declareCaptcha(settings, { fromVariables, bases, db })
  const content = createContent({ db, cache, files, publicUrl, settings, formKey, people: names })
  const provider = createProvider({
    ...{ db, log, publicUrl, identity, vault },
    organisations: (userId) => people.organisations.organisationsOf(db, userId),
    masterSecret: config.keys.sessionSecret,
    account: (userId) => identity.activeAccount(userId),
  })
  const { invoices, payments } = buildMoney(parts, files, identity)
  const operations = createOperations({
    ...{ db, jobs, jobProblems, mail: mail.desk, health, products: config.products, people: names },
  })
  const deps: ProductDeps = {
    ...{ vault, outbound, organisations: people.organisations },
    ...{ db, cache, files, flags, settings, content, access, identity },
    ...{ mailer: mail, mailRecords: mail.records, log, publicUrl, people: names },
    bookingKey: deriveKey(config.keys.sessionSecret, 'plinth bookings of guests'),
    ...{ formKey, payments },
    invoicing: { totals, draft: invoices.draft, ofSource: invoices.ofSource },
  }
  const chosen = config.products.flatMap((name) => PRODUCTS[name]?.(deps) ?? [])
  const standing: Unit[] = [
    ...[audit, ...Object.values(people), provider, ...Object.values(steering), files],
    ...[content, payments, invoices, operations],
  ]
  const told = [...standing, ...chosen]
  const experiments = buildExperiments(parts, identity, told)
  experiments.connectFlags(flags)
  const webhooks = createWebhooks({
    ...{ db, publicUrl, mailer: mail, outbound, vault, productName: 'Plinth' },
    events: [...told, experiments].flatMap((unit) => unit.events),
    account: (userId) => identity.activeAccount(userId),
  })
  const all = [...told, experiments, webhooks]
  identity.declareHolders(all)
  return {
    captcha,
    ...{ ...people, ...steering, audit, files, content, invoices, payments, experiments, all },
    auditSink: auditSink(key),
    authenticator: besideSessions(people.apiKeys, identity),
  }
}

/** What an installation is steered by while it runs, in dependency order. */
function buildSteering(
  parts: UnitParts,
  { access, identity, organisations, apiKeys }: ReturnType<typeof buildPeople>,
  outbound: Outbound,
  audit: ReturnType<typeof createAudit>,
) {
  const { config, db, bus, cache, vault, log, metrics, mail } = parts
  const people: Identity['userSummaries'] = (ids, reader) => identity.userSummaries(ids, reader)
  const environment = environmentOf(config)
  const demoPerson = demoPersonOf(identity)
  const named = { productName: 'Plinth', publicUrl: config.server.publicUrl, demoPerson }
  const settings = createSettings({
    ...{ db, bus, cache, log, people, config: settingsConfig(parts) },
    secrets: {
      resolve: (reference) => secrets.resolve(reference),
      mayName: (actor, reference) => secrets.mayName(actor, reference),
    },
  })
  const flags = createFlags({
    ...{ db, bus, log, metrics, environment, dataDir: config.dataDir, people, ...named, mailer: mail },
    account: (userId) => identity.activeAccount(userId),
    eventKey: deriveKey(config.keys.sessionSecret, 'plinth flag events'),
  })
  const secrets = createSecrets({
    ...{ db, bus, vault, log, outbound, access, organisations, mailer: mail, environment, people },
    ...{ keyNames: apiKeys.namesOf, records: audit.records },
    configured: {
      outside: parts.outsideSecrets,
      chosen: config.secretProviders[0]?.name ?? 'database',
      references: config.references,
    },
    ...named,
    fingerprintKey: deriveKey(config.keys.sessionSecret, 'plinth fingerprints of secrets'),
  })
  return { settings, flags, secrets }
}

/** Who looks after the platform in the demo. */
function demoPersonOf(identity: Pick<Identity, 'createPerson' | 'personByEmail'>): (tx: Tx) => Promise<Id<'user'>> {
  const person = { name: 'Noor Haddad', email: 'noor@plinth.example' }
  return async (tx) => {
    const made = await identity.createPerson(tx, { ...person, passwordHash: null, by: 'demo' })
    const userId = made ?? (await identity.personByEmail(tx, person.email))?.id
    if (userId === undefined) throw new TypeError('an address has an account or gets one')
    return userId
  }
}

/** What of the platform itself can be switched off. */
function declareFeatures(flags: Flags): () => boolean {
  flags.declare({
    key: 'console-notice',
    title: 'A notice above every page of the console',
    description: 'For announced maintenance. Add a variant with a text of your own, and serve it.',
    type: 'string',
    variants: [
      { key: 'none', value: '' },
      { key: 'maintenance', value: 'Maintenance is under way: some things may not work for a while.' },
    ],
    fallback: '',
    isPublic: true,
  })
  return flags.declare({
    key: 'registration-open',
    title: 'Strangers may make accounts',
    description: 'Off: only people who are invited come in.',
    type: 'boolean',
    fallback: true,
    isPublic: true,
  })
}

/** Measures what `told` units tell of. */
function buildExperiments(
  { config, db, bus, mail, log, metrics }: UnitParts,
  identity: Identity,
  told: readonly Unit[],
): Experiments {
  return createExperiments({
    ...{ db, bus, log, mailer: mail, productName: 'Plinth', publicUrl: config.server.publicUrl },
    ...{ environment: environmentOf(config), demoPerson: demoPersonOf(identity) },
    pseudonyms: createPseudonyms(deriveKey(config.keys.sessionSecret, 'plinth experiment units')),
    events: told.flatMap((unit) => unit.events),
    lost: metrics.exposuresLost,
    account: (userId) => identity.activeAccount(userId),
    people: (ids) => identity.userSummaries(ids),
  })
}

/** What is owed and what is paid. */
function buildMoney({ config, db, mail, log, vault }: UnitParts, files: Files, identity: Identity) {
  const { publicUrl } = config.server
  const people: Identity['userSummaries'] = (ids, reader) => identity.userSummaries(ids, reader)
  const providers = createProviders({ ...config.payments, publicUrl })
  const payments = createPayments({ db, log, publicUrl, providers, people })
  const invoices = createInvoices({
    ...{ db, files, publicUrl, mailer: mail, signingSecret: config.keys.sessionSecret, payments, vault },
    people,
  })
  payments.declareSubject(invoices.paymentSubject)
  return { invoices, payments }
}

/** Who people are and what they may do: the units that sign-in is made of, in dependency order. */
function buildPeople(
  { config, db, bus, mail, sms, vault, log, metrics }: UnitParts,
  known: Pick<Parameters<typeof createIdentity>[0], 'securityEvents' | 'isRegistrationOpen' | 'captcha'>,
) {
  const shared = { db, bus, mailer: mail }
  const access = createAccess({ db, bus, mfaRequiredRoles: config.identity.mfaRequiredRoles })
  const factors = createFactors({
    ...{ ...shared, access, sms, vault, config: factorsConfig(config) },
    above: () => identity,
  })
  const identity = createIdentity({
    ...{ ...shared, ...known, access, factors, log, metrics },
    config: identityConfig(config),
  })
  const named = { productName: 'Plinth', publicUrl: config.server.publicUrl }
  const federation = createFederation({
    ...{ db, identity, factors, mailer: mail, log, metrics, isRegistrationOpen: known.isRegistrationOpen },
    config: federationConfig(config),
  })
  const organisations = createOrganisations({ db, access, identity, factors, mailer: mail, config: named })
  const apiKeys = createApiKeys({ ...shared, access, identity, organisations, ...named })
  return { access, factors, identity, federation, organisations, apiKeys }
}

function besideSessions(apiKeys: ApiKeys, identity: Identity): Authenticator {
  return {
    authenticate: async (request) => (await apiKeys.authenticate(request)) ?? identity.authenticate(request),
    checkCsrf: identity.checkCsrf,
  }
}
