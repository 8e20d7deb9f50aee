import type { Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { lockAdministrators } from './administrators.ts'
import { ADMINISTRATOR } from './catalogue.ts'
import { type Denial, deleteDenial, writeDenial } from './denials.ts'
import { deleteGrant, type Grant, writeGrant } from './grants.ts'
import { rolesOfMany } from './holders.ts'
import type { Notices } from './notices.ts'
import { accessProblem } from './problems.ts'
import {
  insertRole,
  lockRole,
  type RoleChange,
  type RoleInput,
  type RoleRules,
  type RoleView,
  removeRole,
  writeRoleChange,
} from './roles.ts'
import { standingOf } from './standing.ts'

export interface Granting {
  /**
   * Grants as a consequence of a unit's own rule (an application was approved): the acting person need not hold the role's
   * permissions. Never the administrator. Throws access/unknown-role; nothing happens when the role is held.
   */
  grantRole(tx: Tx, userId: Id<'user'>, role: string, reason: string): Promise<void>
  revokeRole(tx: Tx, userId: Id<'user'>, role: string, reason: string): Promise<void>
  /** Throws access/unknown-role, and access/beyond-own unless the acting person holds all the role's permissions. */
  assertMayGrant(tx: Tx, role: string): Promise<void>
  /** Grants, or changes the end of a grant, by the will of the acting person: throws as assertMayGrant, and access/expiry-past. */
  grantRoleByActor(tx: Tx, grant: Grant): Promise<void>
  /** Also throws access/last-administrator. */
  revokeRoleByActor(tx: Tx, grant: Grant): Promise<void>
  /** Grants by the will of somebody absent, who must still hold all the role's permissions: else access/beyond-own. */
  grantRoleInNameOf(tx: Tx, granter: Id<'user'>, grant: Grant): Promise<void>
  /** Makes the first administrator, or throws access/administrator-exists. */
  grantFirstAdministrator(tx: Tx, userId: Id<'user'>, reason: string): Promise<void>
  /** Throws access/beyond-own unless the acting person holds everything that the other's roles allow, sleeping ones too. */
  assertCovers(tx: Tx, userId: Id<'user'>): Promise<void>
  /**
   * Denies a permission whatever the roles say, or changes the end of a denial. Throws access/unknown-permission,
   * access/beyond-own, access/expiry-past, access/last-administrator.
   */
  denyByActor(tx: Tx, denial: Denial): Promise<void>
  liftDenialByActor(tx: Tx, denial: Denial): Promise<void>
  /** Throws access/beyond-own, access/role-exists, access/unknown-permission. */
  createRole(tx: Tx, role: RoleInput): Promise<RoleView>
  /** Throws access/unknown-role, access/beyond-own, access/built-in-role, access/unknown-permission. */
  changeRole(tx: Tx, name: string, change: RoleChange): Promise<RoleView>
  /** Also throws access/role-held. */
  deleteRole(tx: Tx, name: string): Promise<void>
}

/** Who may change what: nobody beyond what he holds himself. */
export function createGranting(rules: () => RoleRules, { changed }: Notices): Granting {
  const assertMayChange = async (tx: Tx, role: string): Promise<void> =>
    assertHoldsAll(tx, (await lockRole(tx, rules(), { name: role, intent: 'grant' })).permissions)
  const assertCovers = async (tx: Tx, userId: Id<'user'>): Promise<void> => {
    const held = (await rolesOfMany(tx, [userId])).get(userId) ?? []
    for (const role of held) await assertMayChange(tx, role)
  }
  const grant = async (tx: Tx, wanted: Grant, granter?: Id<'user'>): Promise<void> => {
    if (await writeGrant(tx, wanted, granter)) await changed(tx, wanted.userId)
  }
  return {
    ...byRule(rules, grant, changed),
    ...onRoles(rules, changed),
    ...onDenials(rules, assertCovers, changed),
    assertCovers,
    assertMayGrant: assertMayChange,
    async grantRoleByActor(tx, wanted) {
      await assertMayChange(tx, wanted.role)
      await grant(tx, wanted)
    },
    async revokeRoleByActor(tx, wanted) {
      await assertMayChange(tx, wanted.role)
      if (await deleteGrant(tx, wanted)) await changed(tx, wanted.userId)
    },
    async grantRoleInNameOf(tx, granter, wanted) {
      const { permissions } = await lockRole(tx, rules(), { name: wanted.role, intent: 'grant' })
      const own = (await standingOf(tx, rules(), granter)).permissions
      if (!permissions.every((permission) => own.has(permission))) throw accessProblem('beyond-own')
      await grant(tx, wanted, granter)
    },
  }
}

/** What a unit does by a rule of its own, and the set-up once. */
function byRule(
  rules: () => RoleRules,
  grant: (tx: Tx, wanted: Grant) => Promise<void>,
  changed: Notices['changed'],
): Pick<Granting, 'grantRole' | 'revokeRole' | 'grantFirstAdministrator'> {
  const refuseAdministrator = (role: string): void => {
    if (role === ADMINISTRATOR) throw new TypeError('only a person or the set-up makes an administrator')
  }
  return {
    async grantRole(tx, userId, role, reason) {
      refuseAdministrator(role)
      await lockRole(tx, rules(), { name: role, intent: 'grant' })
      await grant(tx, { userId, role, reason })
    },
    async revokeRole(tx, userId, role, reason) {
      refuseAdministrator(role)
      if (await deleteGrant(tx, { userId, role, reason })) await changed(tx, userId)
    },
    async grantFirstAdministrator(tx, userId, reason) {
      if ((await lockAdministrators(tx)).length > 0) throw accessProblem('administrator-exists')
      await grant(tx, { userId, role: ADMINISTRATOR, reason })
    },
  }
}

function onRoles(
  rules: () => RoleRules,
  changed: Notices['changed'],
): Pick<Granting, 'createRole' | 'changeRole' | 'deleteRole'> {
  return {
    async createRole(tx, input) {
      assertHoldsAll(tx, input.permissions)
      return insertRole(tx, rules(), input)
    },
    async changeRole(tx, name, change) {
      const role = await lockRole(tx, rules(), { name, intent: 'edit' })
      assertHoldsAll(tx, [...role.permissions, ...(change.permissions ?? [])])
      const after = await writeRoleChange(tx, rules(), role, change)
      await changed(tx, null)
      return after
    },
    async deleteRole(tx, name) {
      const role = await lockRole(tx, rules(), { name, intent: 'edit' })
      assertHoldsAll(tx, role.permissions)
      await removeRole(tx, role)
    },
  }
}

function onDenials(
  rules: () => RoleRules,
  assertCovers: Granting['assertCovers'],
  changed: Notices['changed'],
): Pick<Granting, 'denyByActor' | 'liftDenialByActor'> {
  const assertMayDeny = async (tx: Tx, { userId, permission }: Denial): Promise<void> => {
    assertHoldsAll(tx, [permission])
    await assertCovers(tx, userId)
  }
  return {
    async denyByActor(tx, denial) {
      if (!rules().catalogue.permissions.has(denial.permission)) throw accessProblem('unknown-permission')
      await assertMayDeny(tx, denial)
      await writeDenial(tx, denial)
      await changed(tx, denial.userId)
    },
    async liftDenialByActor(tx, denial) {
      await assertMayDeny(tx, denial)
      if (await deleteDenial(tx, denial)) await changed(tx, denial.userId)
    },
  }
}

/** Throws access/beyond-own unless who acts holds every one of `permissions`; the system itself may. */
function assertHoldsAll({ origin: { actor } }: Tx, permissions: Iterable<string>): void {
  if (actor.kind === 'system') return
  const own = actor.kind === 'user' ? actor.permissions : new Set<string>()
  for (const permission of permissions) if (!own.has(permission)) throw accessProblem('beyond-own')
}
