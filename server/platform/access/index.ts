import type { RawBuilder } from 'kysely'
import { systemOrigin } from '../../kernel/db/actor.ts'
import type { Bus } from '../../kernel/db/bus.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import type { Unit } from '../../kernel/unit.ts'
import { type Catalogue, collectCatalogue, type DeclaringUnit, writeCatalogue } from './catalogue.ts'
import { roleGranted, roleRevoked } from './events.ts'
import { clearEndedJob, clearEndedSchedule } from './expiry.jobs.ts'
import { createGranting, type Granting } from './granting.ts'
import { erase, setSuspended } from './grants.ts'
import { type AccessView, accessOf, hasAdministrator, holds, rolesOfMany } from './holders.ts'
import { createNotices } from './notices.ts'
import { accessProblem } from './problems.ts'
import { RIGHTS_CHANGE } from './rights-change.ts'
import { roleRoutes } from './roles.routes.ts'
import type { RoleRules } from './roles.ts'
import { type Standing, standingOf } from './standing.ts'

export type { Standing }
export { RIGHTS_CHANGE }

export interface AccessDeps {
  readonly db: Db
  readonly bus: Bus
  /** Roles whose holders must prove a second factor unless the role says otherwise. */
  readonly mfaRequiredRoles: readonly string[]
}

export interface Access extends Unit, Granting {
  /** Takes the declarations of all units and writes the declared roles; once, after the migrations and before any request. */
  declare(units: readonly DeclaringUnit[]): Promise<void>
  /** What a person may do at this moment, in one statement. */
  standingOf(reader: Db | Tx, userId: Id<'user'>): Promise<Standing>
  /** What a person may do, read from the database. */
  permissionsOf(userId: Id<'user'>): Promise<ReadonlySet<string>>
  /** Role names per person, sorted, in one statement; people without any are absent. */
  rolesOfMany(userIds: readonly Id<'user'>[]): Promise<Map<Id<'user'>, string[]>>
  /** Whether a role of the person demands a second factor. */
  mfaRequired(reader: Db | Tx, userId: Id<'user'>): Promise<boolean>
  /** For a query of another unit: the condition that the person in its column `userId` holds `role`. An index answers it. */
  holds(userId: string, role: string): RawBuilder<boolean>
  /** The grants and denials of a person, by name, with who made them, why, and until when. */
  accessOf(reader: Db | Tx, userId: Id<'user'>): Promise<AccessView>
  hasAdministrator(): Promise<boolean>
  /** Puts all roles of a disabled person to sleep (or wakes them); throws access/last-administrator. */
  setSuspended(tx: Tx, userId: Id<'user'>, suspended: boolean): Promise<void>
  /** What the unit keeps of a person. */
  exportPerson(userId: Id<'user'>): Promise<AccessView>
  /** Forgets all grants and denials; throws access/last-administrator. */
  erasePerson(tx: Tx, userId: Id<'user'>): Promise<void>
  /** Called when somebody's permissions changed here or in another process; null: anybody's may have. */
  onChange(listener: (userId: Id<'user'> | null) => void): void
}

/** Roles and permissions: who may do what, and the rules about changing it. */
export function createAccess({ db, bus, mfaRequiredRoles }: AccessDeps): Access {
  let declared: Catalogue | null = null
  const rules = (): RoleRules => {
    if (declared === null) throw new TypeError('access.declare comes before the first question about permissions')
    return { catalogue: declared, mfaRoles: mfaRequiredRoles }
  }
  const notices = createNotices(bus)
  const granting = createGranting(rules, notices)

  return {
    name: 'access',
    migrations: new URL('./migrations/', import.meta.url),
    routes: roleRoutes({ db, rules, ...granting }),
    problems: [accessProblem],
    permissions: {
      'access:read': 'See users, their roles and what roles allow',
      'access:manage': 'Edit roles, grant, revoke and deny, disable and enable users',
    },
    events: [roleGranted, roleRevoked],
    jobs: [clearEndedJob],
    schedules: [clearEndedSchedule],

    async declare(units) {
      const next = collectCatalogue(units)
      await db.transaction(systemOrigin('access', 'start'), async (tx) => {
        if (await writeCatalogue(tx, next)) await notices.changed(tx, null)
      })
      declared = next
    },
    standingOf: (reader, userId) => standingOf(reader, rules(), userId),
    permissionsOf: async (userId) => (await standingOf(db, rules(), userId)).permissions,
    mfaRequired: async (reader, userId) => (await standingOf(reader, rules(), userId)).mfaRequired,
    rolesOfMany: (userIds) => rolesOfMany(db, userIds),
    holds,
    accessOf,
    hasAdministrator: () => hasAdministrator(db),
    onChange: notices.onChange,
    async setSuspended(tx, userId, suspended) {
      await setSuspended(tx, userId, suspended)
      await notices.changed(tx, userId)
    },
    exportPerson: (userId) => accessOf(db, userId),
    async erasePerson(tx, userId) {
      await erase(tx, userId)
      await notices.changed(tx, userId)
    },
    ...granting,
  }
}
