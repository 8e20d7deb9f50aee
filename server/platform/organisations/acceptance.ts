import { now } from '../../kernel/clock.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import { httpProblem } from '../../kernel/http/problems.ts'
import type { Principal } from '../../kernel/http/route.ts'
import type { Id } from '../../kernel/id.ts'
import { Problem } from '../../kernel/problem.ts'
import type { FirstFactor, Person, SignIn } from '../identity/index.ts'
import { hashOf, nameOf } from './invitation-link.ts'
import { addMember } from './members.ts'
import { assertMayActOn, lockOrganisation, membershipOf } from './membership.ts'
import type { Parts } from './parts.ts'
import { organisationsProblem } from './problems.ts'
import type { InvitationRow, OrganisationRole, OrganisationsTables } from './tables.ts'

type Transact = <Result>(work: (tx: Tx) => Promise<Result>) => Promise<Result>

const living = (reader: Pick<Db, 'query'> | Pick<Tx, 'query'>, secret: string) =>
  reader
    .query<OrganisationsTables>()
    .selectFrom('organisations.invitation')
    .selectAll()
    .where('secret_hash', '=', hashOf(secret))
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now())

/** The invitation of a link that still works. Throws organisations/invitation-gone, whatever the reason. */
async function find(parts: Parts, secret: string): Promise<InvitationRow> {
  const row = await living(parts.db, secret).executeTakeFirst()
  if (row === undefined) throw organisationsProblem('invitation-gone', { refused: 'invitation' })
  return row
}

/** As `find`, for the one of any number at once who gets it: the others wait here, and find it used. */
async function claim(tx: Tx, secret: string): Promise<InvitationRow> {
  const row = await living(tx, secret).forUpdate().executeTakeFirst()
  if (row === undefined) throw organisationsProblem('invitation-gone', { refused: 'invitation' })
  return row
}

/** What the page of the link shows; uses nothing up. `hasAccount` tells nothing to strangers: the link went to the address. */
export async function peek(parts: Parts, secret: string) {
  const row = await find(parts, secret)
  const people = await parts.identity.userSummaries([row.invited_by])
  const account = await parts.identity.personByEmail(parts.db, row.email)
  return {
    email: row.email,
    roles: row.roles,
    organisation: await nameOf(parts.db, row.organisation_id),
    organisationRole: row.organisation_role,
    inviter: people.get(row.invited_by)?.name ?? null,
    expiresAt: row.expires_at,
    hasAccount: isProven(account),
  }
}

/** An account whose address nobody has proven is nobody's: the link proves whose it is. */
function isProven(account: Person | null): account is Person {
  return account !== null && account.email_verified_at !== null
}

export interface Acceptance {
  readonly token: string
  readonly name: string | undefined
  readonly password: string | undefined
  /** Who is signed in already. */
  readonly principal: Principal | undefined
  readonly carried: Pick<FirstFactor, 'replaces' | 'deviceToken' | 'transport'>
}

/** What was accepted, and for a new account how it is signed in. */
export interface Accepted {
  readonly organisationId: Id<'organisation'> | null
  readonly organisationRole: OrganisationRole | null
  readonly roles: readonly string[]
  readonly signIn: SignIn | null
}

/**
 * Uses an invitation up, once. The inviter must still have the right to it. An address with an account must be signed in, with its
 * second factor if it has one, and keeps everything as it is; another gets an account whose address the link has proven. Throws
 * organisations/invitation-gone, organisations/sign-in-first, organisations/details-missing, identity/weak-password.
 */
export async function accept(parts: Parts, transact: Transact, input: Acceptance): Promise<Accepted> {
  const found = await find(parts, input.token)
  const account = await parts.identity.personByEmail(parts.db, found.email)
  if (isProven(account)) await assertIsCaller(parts, account, input.principal)
  const newcomer = isProven(account) ? null : await prepareNewcomer(parts, found, input)
  return transact(async (tx) => {
    await holdOrganisation(tx, found.organisation_id)
    const invitation = await claim(tx, input.token)
    const userId = newcomer === null ? account?.id : await makeAccount(parts, tx, newcomer, account)
    if (userId === undefined) throw organisationsProblem('sign-in-first')
    await markAccepted(tx, invitation.id, userId)
    await assertInviterStands(parts, tx, invitation)
    await grant(parts, tx, invitation, userId)
    for (const listener of parts.onAccepted) await listener(tx, { invitationId: invitation.id, userId })
    await tx.audit({
      action: 'organisations.invitation.accepted',
      subject: { kind: 'invitation', id: invitation.id },
      details: { userId, newAccount: newcomer !== null },
    })
    const proof = { userId, via: 'invitation', aal: 1, ...input.carried } as const
    return {
      organisationId: invitation.organisation_id,
      organisationRole: invitation.organisation_role,
      roles: invitation.roles,
      signIn: newcomer === null ? null : await parts.identity.signIn(tx, proof),
    }
  })
}

async function assertIsCaller(parts: Parts, account: Person, principal: Principal | undefined): Promise<void> {
  const actor = principal?.actor
  const isDelegate = actor?.apiKeyId !== undefined || actor?.impersonatorId !== undefined
  if (principal === undefined || actor?.userId !== account.id || isDelegate) throw organisationsProblem('sign-in-first')
  if (principal.aal === 2) return
  const methods = await parts.factors.methodsOf(parts.db, account.id)
  if (methods.length > 0) throw httpProblem('assurance-too-low', { params: { aal: 2 } })
}

type Newcomer = Parameters<Parts['identity']['createPerson']>[1]

async function prepareNewcomer(
  parts: Parts,
  { email }: InvitationRow,
  { name, password }: Acceptance,
): Promise<Newcomer> {
  if (name === undefined || password === undefined) {
    const missing = (field: string) => ({ pointer: `/${field}`, code: 'required', detail: 'is needed' })
    const absent = Object.entries({ name, password }).filter(([, value]) => value === undefined)
    throw organisationsProblem('details-missing', { errors: absent.map(([field]) => missing(field)) })
  }
  const passwordHash = await parts.identity.preparePassword(password, { email, name })
  return { email, name, passwordHash, by: 'invitation' }
}

/** Undefined when the address got an account of its own meanwhile. */
async function makeAccount(
  parts: Parts,
  tx: Tx,
  newcomer: Newcomer,
  unproven: Person | null,
): Promise<Id<'user'> | undefined> {
  if (unproven === null) return (await parts.identity.createPerson(tx, newcomer)) ?? undefined
  const { name, by, passwordHash } = newcomer
  if (!(await parts.identity.handOver(tx, { userId: unproven.id, name, by }))) return undefined
  if (passwordHash !== null) await parts.identity.setFirstPassword(tx, unproven.id, passwordHash)
  return unproven.id
}

async function markAccepted(tx: Tx, id: Id<'invitation'>, userId: Id<'user'>): Promise<void> {
  await tx
    .query<OrganisationsTables>()
    .updateTable('organisations.invitation')
    .set({ accepted_at: now(), accepted_by: userId })
    .where('id', '=', id)
    .execute()
}

/** Before the invitation, as inviting, sending again and taking back do: in the other order two would wait for each other. */
async function holdOrganisation(tx: Tx, organisationId: Id<'organisation'> | null): Promise<void> {
  if (organisationId !== null) await asGone(() => lockOrganisation(tx, organisationId))
}

/** The inviter's right is that of now, not of the day of the invitation. Throws organisations/invitation-gone. */
async function assertInviterStands(parts: Parts, tx: Tx, invitation: InvitationRow): Promise<void> {
  const { invited_by: inviterId, organisation_id: organisationId, organisation_role: role } = invitation
  const inviter = await parts.identity.personById(tx, inviterId)
  const gone = organisationsProblem('invitation-gone', { refused: 'invitation' })
  if (inviter === null || inviter.disabled_at !== null || inviter.erased_at !== null) throw gone
  if (invitation.by_staff) {
    const { permissions } = await parts.access.standingOf(tx, inviterId)
    if (!permissions.has('identity:invite')) throw gone
  }
  if (organisationId === null || role === null) return
  const own = await membershipOf(tx, inviterId, organisationId)
  if (own === null) throw gone
  await asGone(async () => assertMayActOn(own, role))
}

async function grant(parts: Parts, tx: Tx, invitation: InvitationRow, userId: Id<'user'>): Promise<void> {
  const { organisation_id: organisationId, organisation_role: organisationRole, invited_by: inviterId } = invitation
  for (const role of invitation.roles) {
    const wanted = { userId, role, reason: `invitation ${invitation.id}` }
    await asGone(() => parts.access.grantRoleInNameOf(tx, inviterId, wanted))
  }
  if (organisationId === null || organisationRole === null) return
  await addMember(tx, { organisationId, userId, role: organisationRole })
}

const RIGHT_LOST = new Set([
  ...['access/beyond-own', 'access/unknown-role', 'organisations/denied', 'organisations/not-found'],
])

async function asGone(check: () => Promise<void>): Promise<void> {
  try {
    await check()
  } catch (error) {
    if (error instanceof Problem && RIGHT_LOST.has(error.code))
      throw organisationsProblem('invitation-gone', { refused: 'invitation' })
    throw error
  }
}
