import { Type } from 'typebox'
import { type Route, route } from '../../../kernel/http/route.ts'
import { idOf, instant, line, namedObject, nullable, object, oneOf, text } from '../../../kernel/http/schema.ts'
import type { Id } from '../../../kernel/id.ts'
import { RIGHTS_CHANGE } from '../../../platform/access/index.ts'
import { callerId, type Reader } from '../caller.ts'
import { listDepartments } from './departments.ts'
import type { StaffDeps } from './deps.ts'
import {
  changeEmployee,
  changeOwnProfile,
  endEmployment,
  findEmployee,
  inviteEmployee,
  listEmployees,
} from './employees.ts'
import type { EmployeeRow } from './tables.ts'

export const VIEW_STAFF = 'agency:staff.view'
export const MANAGE_STAFF = 'agency:staff.manage'
export const OWN_PROFILE = 'agency:profile.update_own'

const byUser = object({ id: idOf('user') })
const version = Type.Integer({ minimum: 1 })
const profile = {
  id: idOf('user'),
  name: Type.String(),
  position: Type.String(),
  department: nullable(Type.String()),
  headline: Type.String(),
  bio: Type.String(),
  links: Type.Array(Type.String()),
  photoUrl: nullable(Type.String()),
}
const publicShape = object(profile)
const employeeShape = namedObject('Employee', {
  ...profile,
  email: Type.String(),
  departmentId: nullable(idOf('department')),
  state: oneOf(['active', 'left']),
  sortOrder: Type.Integer(),
  visible: Type.Boolean(),
  version: Type.Integer(),
  joinedAt: instant,
  leftAt: nullable(instant),
})

export function employeeRoutes(deps: StaffDeps): Route[] {
  return [
    teamRoute(deps),
    listRoute(deps),
    inviteRoute(deps),
    changeRoute(deps),
    endRoute(deps),
    ownRoute(deps),
    changeOwnRoute(deps),
  ]
}

/** Whose accounts are gone are left out. */
async function viewEmployees({ people }: StaffDeps, source: Reader, rows: readonly EmployeeRow[]) {
  const departments = new Map((await listDepartments(source)).map(({ id, name }) => [id, name]))
  const known = await people(
    rows.map((row) => row.user_id),
    source,
  )
  return rows.flatMap((row) => {
    const person = known.get(row.user_id)
    if (person === undefined) return []
    const { state, position, visible, headline, bio, links } = row
    const department = row.department_id === null ? null : (departments.get(row.department_id) ?? null)
    const { photo_file_id: photo } = row
    return {
      ...{ id: row.user_id, name: person.name, email: person.email, departmentId: row.department_id, department },
      ...{ state, position, visible, headline, bio, links, sortOrder: row.sort_order, version: row.version },
      ...{ joinedAt: row.joined_at, leftAt: row.left_at },
      photoUrl: photo === null ? null : `/api/files/${photo}/variants/portrait/content`,
    }
  })
}

async function viewEmployee(deps: StaffDeps, source: Reader, row: EmployeeRow) {
  return (await viewEmployees(deps, source, [row]))[0]
}

function teamRoute(deps: StaffDeps): Route {
  return route(
    {
      id: 'agency.team',
      method: 'GET',
      path: '/api/team',
      summary: 'Those of the staff who are shown to the public, in their order.',
      policy: { access: 'public', rate: 'read' },
      schema: { response: { 200: object({ items: Type.Array(publicShape) }) } },
    },
    async () => ({ items: await viewEmployees(deps, deps.db, await listEmployees(deps.db, true)) }),
  )
}

function listRoute(deps: StaffDeps): Route {
  return route(
    {
      id: 'agency.listEmployees',
      method: 'GET',
      path: '/api/staff/employees',
      summary: 'Everybody of the staff, also those who have left.',
      policy: { can: VIEW_STAFF, rate: 'read' },
      schema: { response: { 200: object({ items: Type.Array(employeeShape) }) } },
    },
    async () => ({ items: await viewEmployees(deps, deps.db, await listEmployees(deps.db, false)) }),
  )
}

function inviteRoute(deps: StaffDeps): Route {
  const body = object({
    email: Type.String({ minLength: 3, maxLength: 254 }),
    roles: Type.Array(Type.String({ pattern: '^[a-z][a-z0-9-]{0,62}$' }), { maxItems: 20, uniqueItems: true }),
    departmentId: Type.Optional(nullable(idOf('department'))),
    position: line(120),
  })
  const invited = object({
    id: idOf('invitation'),
    email: Type.String(),
    roles: Type.Array(Type.String()),
    departmentId: nullable(idOf('department')),
    position: Type.String(),
    expiresAt: instant,
  })
  return route(
    {
      id: 'agency.inviteEmployee',
      method: 'POST',
      path: '/api/staff/employees/invitations',
      summary:
        'Invites an address to the staff with roles that the caller holds; revoked and sent again under /api/invitations.',
      policy: { can: 'identity:invite', rate: 'write', idempotency: 'optional', ...RIGHTS_CHANGE },
      schema: { body, response: { 201: invited } },
      problems: [
        'agency/department-not-found',
        'access/unknown-role',
        'access/beyond-own',
        'identity/bad-email',
        'organisations/too-many-mails',
      ],
    },
    (call) => {
      const { departmentId = null, ...rest } = call.body
      const invitation = { ...rest, departmentId, inviterId: callerId(call) }
      return call.transaction((tx) => inviteEmployee(tx, deps, invitation))
    },
  )
}

function changeRoute(deps: StaffDeps): Route {
  const body = object({
    version,
    departmentId: Type.Optional(nullable(idOf('department'))),
    position: Type.Optional(line(120)),
    sortOrder: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000 })),
    visible: Type.Optional(Type.Boolean()),
  })
  return route(
    {
      id: 'agency.changeEmployee',
      method: 'PATCH',
      path: '/api/staff/employees/{id}',
      summary: 'Changes department, position, order, and whether somebody is shown to the public.',
      policy: { can: MANAGE_STAFF, rate: 'write', idempotency: 'optional' },
      schema: { params: byUser, body, response: { 200: employeeShape } },
      problems: [
        'agency/employee-not-found',
        'agency/employee-left',
        'agency/employee-stale',
        'agency/department-not-found',
      ],
    },
    (call) => {
      const { version: seen, departmentId, sortOrder, position, visible } = call.body
      const change = {
        ...(departmentId === undefined ? {} : { department_id: departmentId }),
        ...(sortOrder === undefined ? {} : { sort_order: sortOrder }),
        ...(position === undefined ? {} : { position }),
        ...(visible === undefined ? {} : { visible }),
      }
      return call.transaction(async (tx) =>
        viewEmployee(deps, tx, await changeEmployee(tx, { userId: call.params.id, version: seen }, change)),
      )
    },
  )
}

function endRoute(deps: StaffDeps): Route {
  return route(
    {
      id: 'agency.endEmployment',
      method: 'POST',
      path: '/api/staff/employees/{id}/leave',
      summary: 'Ends somebody’s time here: no roles, not shown, and what was theirs to do is nobody’s.',
      policy: { can: MANAGE_STAFF, rate: 'write', idempotency: 'optional', ...RIGHTS_CHANGE },
      schema: { params: byUser, response: { 200: employeeShape } },
      problems: ['agency/employee-not-found', 'agency/employee-left', 'access/beyond-own', 'access/last-administrator'],
    },
    (call) => call.transaction(async (tx) => viewEmployee(deps, tx, await endEmployment(tx, deps, call.params.id))),
  )
}

function ownRoute(deps: StaffDeps): Route {
  return route(
    {
      id: 'agency.ownProfile',
      method: 'GET',
      path: '/api/staff/profile',
      summary: 'One’s own place and public profile.',
      policy: { can: OWN_PROFILE, rate: 'read' },
      schema: { response: { 200: employeeShape } },
      problems: ['agency/employee-not-found'],
    },
    async (call) => viewEmployee(deps, deps.db, await findEmployee(deps.db, callerId(call))),
  )
}

function changeOwnRoute(deps: StaffDeps): Route {
  const body = object({
    version,
    headline: Type.Optional(Type.String({ maxLength: 160 })),
    bio: Type.Optional(text(4000)),
    links: Type.Optional(Type.Array(Type.String({ maxLength: 300, pattern: '^https://[^\\s]+$' }), { maxItems: 6 })),
    photoFileId: Type.Optional(nullable(idOf('file'))),
  })
  return route(
    {
      id: 'agency.changeOwnProfile',
      method: 'PATCH',
      path: '/api/staff/profile',
      summary: 'Changes one’s own headline, biography, links and photo.',
      policy: { can: OWN_PROFILE, rate: 'write', idempotency: 'optional' },
      schema: { body, response: { 200: employeeShape } },
      problems: ['agency/employee-not-found', 'agency/employee-stale', 'agency/photo-not-usable'],
    },
    (call) => {
      const { version: seen, photoFileId, headline, bio, links } = call.body
      const change = {
        ...(photoFileId === undefined ? {} : { photo_file_id: photoFileId as Id<'file'> | null }),
        ...(headline === undefined ? {} : { headline }),
        ...(bio === undefined ? {} : { bio }),
        ...(links === undefined ? {} : { links: [...links] }),
      }
      const own = { userId: callerId(call), version: seen }
      return call.transaction(async (tx) => viewEmployee(deps, tx, await changeOwnProfile(tx, deps, own, change)))
    },
  )
}
