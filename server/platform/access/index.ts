import { systemOrigin } from '../../kernel/db/actor.ts'
import type { Bus } from '../../kernel/db/bus.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import { asId, type Id } from '../../kernel/id.ts'
import type { Unit } from '../../kernel/unit.ts'
import { ADMINISTRATOR, type Catalogue, collectCatalogue, type DeclaringUnit, writeCatalogue } from './catalogue.ts'
import { roleGranted, roleRevoked } from './events.ts'
import { assertHoldsAll, deleteGrant, type Grant, insertGrant, lockAdministrators, setSuspended } from './grants.ts'
import { hasAdministrator, holdersOf, listRoles, permissionsOf, rolesOfMany } from './holders.ts'
import { accessProblem } from './problems.ts'
import { roleRoutes } from './roles.routes.ts'

export interface AccessDeps {
  readonly db: Db
  readonly bus: Bus
}

export interface Access extends Unit {
  /** Takes the declarations of all units and writes the declared roles; once, after the migrations and before any request. */
  declare(units: readonly DeclaringUnit[]): Promise<void>
  /** What a person may do, read from the database. */
  permissionsOf(userId: Id<'user'>): Promise<ReadonlySet<string>>
  /** Role names per person, sorted, in one statement; people without any are absent. */
  rolesOfMany(userIds: readonly Id<'user'>[]): Promise<Map<Id<'user'>, string[]>>
  holdersOf(role: string): Promise<Id<'user'>[]>
  /**
   * Grants as a consequence of a unit's own rule (an application was approved): the acting person need not hold the role's
   * permissions. Never the administrator. Throws access/unknown-role; nothing happens when the role is held.
   */
  grantRole(tx: Tx, userId: Id<'user'>, role: string, reason: string): Promise<void>
  revokeRole(tx: Tx, userId: Id<'user'>, role: string, reason: string): Promise<void>
  /** Grants by the will of the acting person, who must hold all the role's permissions: else access/beyond-own. */
  grantRoleByActor(tx: Tx, grant: Grant): Promise<void>
  /** Also throws access/last-administrator. */
  revokeRoleByActor(tx: Tx, grant: Grant): Promise<void>
  /** Makes the first administrator, or throws access/administrator-exists. */
  grantFirstAdministrator(tx: Tx, userId: Id<'user'>, reason: string): Promise<void>
  hasAdministrator(): Promise<boolean>
  /** Throws access/beyond-own unless the acting person holds everything that the other's roles allow, sleeping ones too. */
  assertCovers(tx: Tx, userId: Id<'user'>): Promise<void>
  /** Puts all roles of a disabled person to sleep (or wakes them); throws access/last-administrator. */
  setSuspended(tx: Tx, userId: Id<'user'>, suspended: boolean): Promise<void>
  /** Called when somebody's permissions changed here or in another process; null: anybody's may have. */
  onChange(listener: (userId: Id<'user'> | null) => void): void
}

const CHANNEL = 'access.changed'
const EVERYBODY = '*'

/** Roles and permissions: who may do what, and the rules about changing it. */
export function createAccess({ db, bus }: AccessDeps): Access {
  let declared: Catalogue | null = null
  const catalogue = (): Catalogue => {
    if (declared === null) throw new TypeError('access.declare comes before the first question about permissions')
    return declared
  }
  const notices = createNotices(bus)

  return {
    name: 'access',
    migrations: new URL('./migrations/', import.meta.url),
    routes: roleRoutes(() => listRoles(db, catalogue())),
    problems: [accessProblem],
    permissions: {
      'access:read': 'See users, their roles and what roles allow',
      'access:manage': 'Grant and revoke roles, disable and enable users',
    },
    events: [roleGranted, roleRevoked],

    async declare(units) {
      const next = collectCatalogue(units)
      await db.transaction(systemOrigin('access', 'start'), async (tx) => {
        if (await writeCatalogue(tx, next)) await notices.changed(tx, null)
      })
      declared = next
    },
    permissionsOf: (userId) => permissionsOf(db, catalogue(), userId),
    rolesOfMany: (userIds) => rolesOfMany(db, userIds),
    holdersOf: (role) => holdersOf(db, role),
    hasAdministrator: () => hasAdministrator(db),
    onChange: notices.onChange,
    async setSuspended(tx, userId, suspended) {
      await setSuspended(tx, userId, suspended)
      await notices.changed(tx, userId)
    },
    ...createGranting(catalogue, notices),
  }
}

type Granting = Pick<
  Access,
  'grantRole' | 'revokeRole' | 'grantRoleByActor' | 'revokeRoleByActor' | 'grantFirstAdministrator' | 'assertCovers'
>

function createGranting(catalogue: () => Catalogue, { changed }: Notices): Granting {
  const grant = async (tx: Tx, wanted: Grant): Promise<void> => {
    if (await insertGrant(tx, wanted)) await changed(tx, wanted.userId)
  }
  const revoke = async (tx: Tx, wanted: Grant): Promise<void> => {
    if (await deleteGrant(tx, wanted)) await changed(tx, wanted.userId)
  }
  const assertMayChange = async (tx: Tx, role: string): Promise<void> => {
    const known = (await listRoles(tx, catalogue())).find((candidate) => candidate.name === role)
    if (known === undefined) throw accessProblem('unknown-role')
    assertHoldsAll(tx.origin.actor, known.permissions)
  }
  const refuseAdministrator = (role: string): void => {
    if (role === ADMINISTRATOR) throw new TypeError('only a person or the set-up makes an administrator')
  }
  return {
    async grantRole(tx, userId, role, reason) {
      refuseAdministrator(role)
      await grant(tx, { userId, role, reason })
    },
    async revokeRole(tx, userId, role, reason) {
      refuseAdministrator(role)
      await revoke(tx, { userId, role, reason })
    },
    async grantRoleByActor(tx, wanted) {
      await assertMayChange(tx, wanted.role)
      await grant(tx, wanted)
    },
    async revokeRoleByActor(tx, wanted) {
      await assertMayChange(tx, wanted.role)
      await revoke(tx, wanted)
    },
    async grantFirstAdministrator(tx, userId, reason) {
      if ((await lockAdministrators(tx)).length > 0) throw accessProblem('administrator-exists')
      await grant(tx, { userId, role: ADMINISTRATOR, reason })
    },
    async assertCovers(tx, userId) {
      const held = (await rolesOfMany(tx, [userId])).get(userId) ?? []
      for (const role of held) await assertMayChange(tx, role)
    },
  }
}

interface Notices {
  /** Tells this process when `tx` commits, and the others by the bus. */
  changed(tx: Tx, userId: Id<'user'> | null): Promise<void>
  onChange(listener: (userId: Id<'user'> | null) => void): void
}

function createNotices(bus: Bus): Notices {
  const listeners: ((userId: Id<'user'> | null) => void)[] = []
  const tell = (userId: Id<'user'> | null): void => {
    for (const listener of listeners) listener(userId)
  }
  bus.listen(CHANNEL, (payload) => tell(payload === EVERYBODY ? null : asId<'user'>(payload)))
  bus.onGap(() => tell(null))
  return {
    async changed(tx, userId) {
      await bus.notify(tx, CHANNEL, userId ?? EVERYBODY)
      tx.afterCommit(() => tell(userId))
    },
    onChange: (listener) => void listeners.push(listener),
  }
}
