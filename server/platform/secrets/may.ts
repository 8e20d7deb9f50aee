import { now, nowMs } from '../../kernel/clock.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import { httpProblem } from '../../kernel/http/problems.ts'
import type { Principal } from '../../kernel/http/route.ts'
import type { Id } from '../../kernel/id.ts'
import type { SecretParts } from './parts.ts'
import { secretsProblem } from './problems.ts'
import type { Ability, Environment, SecretRow, SecretTables } from './tables.ts'

type Caller = Principal['actor']

/** Paths that somebody may do something with. */
export interface Span {
  readonly environment: Environment | null
  readonly pattern: string
  readonly may: readonly Ability[]
}

/** What a caller may do with the secrets of the installation, or of one organisation. */
export interface Sight {
  /** Null: with every path. */
  spans(ability: Ability): readonly Span[] | null
  covers(ability: Ability, at: { readonly environment: Environment; readonly path: string }): boolean
}

/** As long ago at most a person has proven two factors who sees a value, or destroys one. */
const PROVEN_SECONDS = 10 * 60
const STEP_UP = { aal: 2, maxAgeSeconds: PROVEN_SECONDS } as const

type Wide = (ability: Ability) => boolean

/**
 * What `actor` may do there. People: by permission everything of the installation, as owner or admin everything of an organisation, else by
 * grants to them or their roles. An API key: by grants to itself alone, within what its owner may do.
 */
export async function sightOf(
  parts: SecretParts,
  reader: Db | Tx,
  actor: Caller,
  organisationId: Id<'organisation'> | null,
): Promise<Sight> {
  const wide = await wideOf(parts, reader, actor, organisationId)
  const holders = await holdersOf(parts, reader, actor, organisationId)
  const grants = holders.length === 0 ? [] : await grantsOf(reader, holders, organisationId)
  const byKey = actor.apiKeyId !== undefined
  const spans = (ability: Ability): readonly Span[] | null => {
    if (byKey && !wide(ability)) return []
    if (!byKey && wide(ability)) return null
    return grants.filter(({ may }) => may.some((one) => implies(one, ability)))
  }
  return {
    spans,
    covers: (ability, at) =>
      spans(ability)?.some(
        ({ environment, pattern }) =>
          (environment === null || environment === at.environment) && isWithin(pattern, at.path),
      ) ?? true,
  }
}

/** Whoever sees a value or writes it, sees that it is there; accounts on lease are no secrets of the store. */
function implies(held: Ability, wanted: Ability): boolean {
  return held === wanted || (wanted === 'read' && held !== 'lease')
}

async function wideOf(
  { organisations }: SecretParts,
  reader: Db | Tx,
  { userId, permissions }: Caller,
  organisationId: Id<'organisation'> | null,
): Promise<Wide> {
  if (organisationId === null)
    return (ability) =>
      permissions.has(`secrets:${ability}`) ||
      (ability === 'read' && (permissions.has('secrets:reveal') || permissions.has('secrets:manage')))
  const role = await organisations.membershipOf(reader, userId, organisationId)
  if (role === null) throw secretsProblem('organisation-not-found')
  return () => role !== 'member'
}

type Holder = Pick<SecretTables['secrets.access_grant'], 'holder_kind' | 'holder'>

async function holdersOf(
  { access }: SecretParts,
  reader: Db | Tx,
  { userId, apiKeyId }: Caller,
  organisationId: Id<'organisation'> | null,
): Promise<Holder[]> {
  if (apiKeyId !== undefined) return [{ holder_kind: 'api-key', holder: apiKeyId }]
  const own: Holder = { holder_kind: 'user', holder: userId }
  if (organisationId !== null) return [own]
  const { roles } = await access.standingOf(reader, userId)
  return [own, ...roles.map((holder): Holder => ({ holder_kind: 'role', holder }))]
}

function grantsOf(reader: Db | Tx, holders: readonly Holder[], organisationId: Id<'organisation'> | null) {
  return reader.raw<Record<string, unknown> & Span>(
    `SELECT environment, pattern, may FROM secrets.access_grant
      WHERE organisation_id IS NOT DISTINCT FROM $1 AND (holder_kind, holder) IN (SELECT * FROM unnest($2::text[], $3::text[]))
        AND (expires_at IS NULL OR expires_at > $4)`,
    [organisationId, holders.map(({ holder_kind: kind }) => kind), holders.map(({ holder }) => holder), now()],
  )
}

/** `*`: every path; `payments/*`: all below; else that one. */
export function isWithin(pattern: string, path: string): boolean {
  return pattern === '*' || (pattern.endsWith('/*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern)
}

/**
 * Throws secrets/not-found for what the caller may not even see, http/denied for what only others may do with it.
 */
export async function assertMay(
  parts: SecretParts,
  reader: Db | Tx,
  { actor, ability }: { readonly actor: Caller; readonly ability: Ability },
  secret: SecretRow,
): Promise<void> {
  const sight = await sightOf(parts, reader, actor, secret.organisation_id).catch((error: unknown) => {
    throw secret.organisation_id === null ? error : secretsProblem('not-found')
  })
  if (!sight.covers('read', secret)) throw secretsProblem('not-found')
  if (!sight.covers(ability, secret)) throw httpProblem('denied', { params: { permission: `secrets:${ability}` } })
}

/** A person has just proven two factors; nobody does it in another's name. Throws http/assurance-too-low, http/not-by-delegates. */
export function assertProven({ actor, aal, authenticatedAt }: Principal, mayBeKey: 'keys too' | 'people only'): void {
  if (actor.impersonatorId !== undefined) throw httpProblem('not-by-delegates')
  if (actor.apiKeyId !== undefined) {
    if (mayBeKey === 'people only') throw httpProblem('not-by-delegates')
    return
  }
  if (aal < STEP_UP.aal || nowMs() - authenticatedAt.getTime() > PROVEN_SECONDS * 1000)
    throw httpProblem('assurance-too-low', { params: STEP_UP })
}
