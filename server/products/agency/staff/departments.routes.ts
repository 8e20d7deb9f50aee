import { Type } from 'typebox'
import { type Route, route } from '../../../kernel/http/route.ts'
import { idOf, line, object } from '../../../kernel/http/schema.ts'
import { addDepartment, changeDepartment, listDepartments, removeDepartment } from './departments.ts'
import type { StaffDeps } from './deps.ts'
import { MANAGE_STAFF, VIEW_STAFF } from './employees.routes.ts'

const byId = object({ id: idOf('department') })
const body = object({ name: line(80), sortOrder: Type.Integer({ minimum: 0, maximum: 10_000 }) })
const shape = object({ id: idOf('department'), name: Type.String(), sortOrder: Type.Integer() })
const manage = { can: MANAGE_STAFF, rate: 'write', idempotency: 'optional' } as const
const NOT_FOUND = 'agency/department-not-found'

export function departmentRoutes({ db }: StaffDeps): Route[] {
  return [
    route(
      {
        id: 'agency.listDepartments',
        method: 'GET',
        path: '/api/staff/departments',
        summary: 'Departments in their order.',
        policy: { can: VIEW_STAFF, rate: 'read' },
        schema: { response: { 200: object({ items: Type.Array(shape) }) } },
      },
      async () => ({ items: await listDepartments(db) }),
    ),
    route(
      {
        id: 'agency.addDepartment',
        method: 'POST',
        path: '/api/staff/departments',
        summary: 'Adds a department.',
        policy: manage,
        schema: { body, response: { 201: shape } },
        problems: ['agency/department-taken'],
      },
      (call) => call.transaction((tx) => addDepartment(tx, call.body)),
    ),
    route(
      {
        id: 'agency.changeDepartment',
        method: 'PUT',
        path: '/api/staff/departments/{id}',
        summary: 'Renames a department or moves it.',
        policy: manage,
        schema: { params: byId, body, response: { 200: shape } },
        problems: [NOT_FOUND, 'agency/department-taken'],
      },
      (call) => call.transaction((tx) => changeDepartment(tx, call.params.id, call.body)),
    ),
    route(
      {
        id: 'agency.removeDepartment',
        method: 'DELETE',
        path: '/api/staff/departments/{id}',
        summary: 'Removes a department that nobody belongs to.',
        policy: manage,
        schema: { params: byId, response: { 204: null } },
        problems: [NOT_FOUND, 'agency/department-in-use'],
      },
      async (call) => {
        await call.transaction((tx) => removeDepartment(tx, call.params.id))
      },
    ),
  ]
}
