import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { guardedRoute } from '../shell/guarded-routes.tsx'
import type { MenuEntry } from '../shell/menu.ts'
import { choicesIn, enquiryFilter, leadFilter, ticketFilter } from './search.ts'

export const peopleMenu: readonly MenuEntry[] = [
  { to: '/agency/tickets', label: 'Tickets', needs: 'agency:tickets.update_assigned' },
  { to: '/agency/enquiries', label: 'Enquiries', needs: 'agency:enquiries.respond' },
  { to: '/agency/leads', label: 'Leads', needs: 'agency:leads.manage' },
  { to: '/agency/newsletter', label: 'Newsletter campaigns', needs: 'agency:newsletter.manage' },
  { to: '/agency/team', label: 'Team', needs: 'agency:staff.view' },
  { to: '/agency/profile', label: 'Your public profile', needs: 'agency:profile.update_own' },
]

const ticketStaff = guardedRoute('ticket-staff', 'agency:tickets.update_assigned')

const tickets = createRoute({
  getParentRoute: () => ticketStaff,
  path: '/agency/tickets',
  validateSearch: (search: Record<string, unknown>) => choicesIn(ticketFilter, search),
  component: lazyRouteComponent(() => import('./tickets-page.tsx'), 'TicketsPage'),
})

const ticket = createRoute({
  getParentRoute: () => ticketStaff,
  path: '/agency/tickets/$id',
  component: lazyRouteComponent(() => import('./ticket-page.tsx'), 'TicketPage'),
})

const enquiryStaff = guardedRoute('enquiry-staff', 'agency:enquiries.respond')

const enquiries = createRoute({
  getParentRoute: () => enquiryStaff,
  path: '/agency/enquiries',
  validateSearch: (search: Record<string, unknown>) => choicesIn(enquiryFilter, search),
  component: lazyRouteComponent(() => import('./enquiries-page.tsx'), 'EnquiriesPage'),
})

const enquiry = createRoute({
  getParentRoute: () => enquiryStaff,
  path: '/agency/enquiries/$id',
  component: lazyRouteComponent(() => import('./enquiry-page.tsx'), 'EnquiryPage'),
})

const leadStaff = guardedRoute('lead-staff', 'agency:leads.manage')

const leads = createRoute({
  getParentRoute: () => leadStaff,
  path: '/agency/leads',
  validateSearch: (search: Record<string, unknown>) => choicesIn(leadFilter, search),
  component: lazyRouteComponent(() => import('./leads-page.tsx'), 'LeadsPage'),
})

const lead = createRoute({
  getParentRoute: () => leadStaff,
  path: '/agency/leads/$id',
  component: lazyRouteComponent(() => import('./lead-page.tsx'), 'LeadPage'),
})

const newsletterWriters = guardedRoute('newsletter-writers', 'agency:newsletter.manage')

const newsletter = createRoute({
  getParentRoute: () => newsletterWriters,
  path: '/agency/newsletter',
  component: lazyRouteComponent(() => import('./newsletter-page.tsx'), 'NewsletterPage'),
})

const newCampaign = createRoute({
  getParentRoute: () => newsletterWriters,
  path: '/agency/newsletter/new',
  component: lazyRouteComponent(() => import('./campaign-page.tsx'), 'NewCampaignPage'),
})

const campaign = createRoute({
  getParentRoute: () => newsletterWriters,
  path: '/agency/newsletter/$id',
  component: lazyRouteComponent(() => import('./campaign-page.tsx'), 'CampaignPage'),
})

const teamViewers = guardedRoute('team-viewers', 'agency:staff.view')

const team = createRoute({
  getParentRoute: () => teamViewers,
  path: '/agency/team',
  component: lazyRouteComponent(() => import('./employees-page.tsx'), 'EmployeesPage'),
})

const employee = createRoute({
  getParentRoute: () => teamViewers,
  path: '/agency/team/$id',
  component: lazyRouteComponent(() => import('./employee-page.tsx'), 'EmployeePage'),
})

const departments = createRoute({
  getParentRoute: () => teamViewers,
  path: '/agency/departments',
  component: lazyRouteComponent(() => import('./departments-page.tsx'), 'DepartmentsPage'),
})

const employees = guardedRoute('employees', 'agency:profile.update_own')

const ownProfile = createRoute({
  getParentRoute: () => employees,
  path: '/agency/profile',
  component: lazyRouteComponent(() => import('./own-profile-page.tsx'), 'OwnProfilePage'),
})

export const peopleRoutes = [
  ticketStaff.addChildren([tickets, ticket]),
  enquiryStaff.addChildren([enquiries, enquiry]),
  leadStaff.addChildren([leads, lead]),
  newsletterWriters.addChildren([newsletter, newCampaign, campaign]),
  teamViewers.addChildren([team, employee, departments]),
  employees.addChildren([ownProfile]),
] as const
