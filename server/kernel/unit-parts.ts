import type { Tx } from './db/database.ts'
import type { Id } from './id.ts'
import type { Unit } from './unit.ts'

/** What one part of a unit brings: a unit without a name and a schema of its own. */
export interface UnitPart extends Omit<Unit, 'name' | 'migrations'> {
  /** The names of all that `exportPerson` may answer: of no other part, since what parts answer is one object. */
  readonly exports?: readonly string[]
}

/** One unit of all parts, in their order; people are erased in the reverse one. A role that several declare holds what each gives it. */
export function joinParts(name: string, migrations: URL, parts: readonly UnitPart[]): Unit {
  checkExports(parts)
  return {
    name,
    migrations,
    routes: parts.flatMap(({ routes }) => routes),
    problems: parts.flatMap(({ problems }) => problems),
    permissions: permissionsOf(parts),
    roles: rolesOf(parts),
    events: parts.flatMap(({ events }) => events),
    subscriptions: parts.flatMap(({ subscriptions = [] }) => subscriptions),
    jobs: parts.flatMap(({ jobs = [] }) => jobs),
    schedules: parts.flatMap(({ schedules = [] }) => schedules),
    mails: parts.flatMap(({ mails = [] }) => mails),
    mailFrames: Object.assign({}, ...parts.map(({ mailFrames }) => mailFrames)),
    health: parts.flatMap(({ health = [] }) => health),
    sealed: parts.flatMap(({ sealed = [] }) => sealed),
    demoPeople: parts.flatMap(({ demoPeople = [] }) => demoPeople),
    exportPerson: (userId) => exportOfAll(parts, userId),
    erasePerson: (tx, userId) => eraseFromAll(parts, tx, userId),
    async seedDemo() {
      for (const { seedDemo } of parts) await seedDemo?.()
    },
    async stop() {
      for (const { stop } of parts.toReversed()) await stop?.()
    },
  }
}

function permissionsOf(parts: readonly UnitPart[]): Record<string, string> {
  const entries = parts.flatMap(({ permissions }) => Object.entries(permissions))
  assertOnce(entries.map(([name]) => name))
  return Object.fromEntries(entries)
}

/** What one part exports of a person would hide what another does. */
function checkExports(parts: readonly UnitPart[]): void {
  if (parts.some(({ exportPerson, exports }) => (exportPerson === undefined) !== (exports === undefined)))
    throw new TypeError('a part that exports what it holds of a person names it in `exports`')
  assertOnce(parts.flatMap(({ exports = [] }) => exports))
}

/** A name that two parts give is a mistake in the program. */
function assertOnce(names: readonly string[]): void {
  const twice = names.find((name, at) => names.indexOf(name) !== at)
  if (twice !== undefined) throw new TypeError(`two parts declare ${twice}`)
}

function rolesOf(parts: readonly UnitPart[]): NonNullable<Unit['roles']> {
  const roles: Record<string, { readonly title: string; readonly permissions: readonly string[] }> = {}
  for (const [role, { title, permissions }] of parts.flatMap(({ roles = {} }) => Object.entries(roles)))
    roles[role] = { title, permissions: [...new Set([...(roles[role]?.permissions ?? []), ...permissions])] }
  return roles
}

async function exportOfAll(parts: readonly UnitPart[], userId: Id<'user'>): Promise<unknown> {
  const joined: Record<string, unknown> = {}
  for (const { exportPerson, exports = [] } of parts) {
    const exported = Object.entries(((await exportPerson?.(userId)) ?? {}) as object)
    const unnamed = exported.find(([name]) => !exports.includes(name))
    if (unnamed !== undefined) throw new TypeError(`a part exports ${unnamed[0]} and does not name it`)
    Object.assign(joined, Object.fromEntries(exported))
  }
  return Object.keys(joined).length === 0 ? null : joined
}

async function eraseFromAll(parts: readonly UnitPart[], tx: Tx, userId: Id<'user'>): Promise<void> {
  for (const { erasePerson } of parts.toReversed()) await erasePerson?.(tx, userId)
}
