import type { Unit } from '../../../kernel/unit.ts'

const everybody = ['agency:staff.view', 'agency:profile.update_own']
const developer = [...everybody, 'agency:bookings.update_assigned', 'agency:projects.update_assigned']
const support = [...everybody, 'agency:tickets.view_all', 'agency:tickets.update_assigned', 'agency:enquiries.respond']
const hr = [...everybody, 'agency:staff.manage', 'identity:invite']
const manager = [
  ...developer,
  'agency:bookings.view_all',
  'agency:bookings.manage',
  'invoices:read',
  'invoices:manage',
  'agency:quotes.manage',
  'agency:projects.view_all',
  'agency:projects.assign_team',
  'agency:leads.manage',
]
const finance = [
  ...everybody,
  ...['invoices:read', 'invoices:manage', 'invoices:record-payments', 'invoices:write-off', 'invoices:settings'],
  ...['payments:read', 'payments:refund', 'payments:reconcile'],
]
const admin = ['access:read', 'access:manage', 'agency:newsletter.manage', ...manager, ...support, ...hr]

/**
 * The roles of a services business. Its owner is the server's `administrator`: holds everything, and the last one stays. The catalogue and
 * bookings add to these what they declare.
 */
export const agencyRoles: NonNullable<Unit['roles']> = {
  admin: { title: 'Admin', permissions: [...new Set(admin)] },
  manager: { title: 'Manager', permissions: manager },
  editor: { title: 'Editor', permissions: everybody },
  author: { title: 'Author', permissions: everybody },
  finance: { title: 'Finance', permissions: finance },
  hr: { title: 'Human resources', permissions: hr },
  developer: { title: 'Developer', permissions: developer },
  support: { title: 'Support', permissions: support },
}
