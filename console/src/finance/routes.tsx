import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { guardedRoute } from '../shell/guarded-routes.tsx'
import type { MenuSection } from '../shell/menu.ts'
import { type InvoiceFilter, invoiceFilterIn, type PaymentFilter, paymentFilterIn } from './filters.ts'
import { type ItemFilter, itemFilterIn } from './recon-words.ts'

export const financeMenu: readonly MenuSection[] = [
  {
    title: 'Money',
    entries: [
      { to: '/finance/invoices', label: 'Invoices', needs: 'invoices:read' },
      { to: '/finance/recurring', label: 'Recurring invoices', needs: 'invoices:read' },
      { to: '/finance/payments', label: 'Payments', needs: 'payments:read' },
      { to: '/finance/reconciliation', label: 'Reconciliation', needs: 'payments:reconcile' },
      { to: '/finance/settings', label: 'Invoice settings', needs: 'invoices:settings' },
    ],
  },
]

const clerks = guardedRoute('finance-invoices', 'invoices:read')
const cashiers = guardedRoute('finance-payments', 'payments:read')
const auditors = guardedRoute('finance-reconciliation', 'payments:reconcile')
const keepers = guardedRoute('finance-settings', 'invoices:settings')

const invoices = createRoute({
  getParentRoute: () => clerks,
  path: '/finance/invoices',
  validateSearch: (search: Record<string, unknown>): InvoiceFilter => invoiceFilterIn(search),
  component: lazyRouteComponent(() => import('./invoices-page.tsx'), 'InvoicesPage'),
})

const newInvoice = createRoute({
  getParentRoute: () => clerks,
  path: '/finance/invoices/new',
  component: lazyRouteComponent(() => import('./new-invoice-page.tsx'), 'NewInvoicePage'),
})

const invoice = createRoute({
  getParentRoute: () => clerks,
  path: '/finance/invoices/$id',
  component: lazyRouteComponent(() => import('./invoice-page.tsx'), 'InvoicePage'),
})

const credit = createRoute({
  getParentRoute: () => clerks,
  path: '/finance/invoices/$id/credit',
  component: lazyRouteComponent(() => import('./credit-page.tsx'), 'CreditPage'),
})

const recurring = createRoute({
  getParentRoute: () => clerks,
  path: '/finance/recurring',
  component: lazyRouteComponent(() => import('./recurrences-page.tsx'), 'RecurrencesPage'),
})

const newRecurring = createRoute({
  getParentRoute: () => clerks,
  path: '/finance/recurring/new',
  component: lazyRouteComponent(() => import('./new-recurrence-page.tsx'), 'NewRecurrencePage'),
})

const settings = createRoute({
  getParentRoute: () => keepers,
  path: '/finance/settings',
  component: lazyRouteComponent(() => import('./settings-page.tsx'), 'SettingsPage'),
})

const payments = createRoute({
  getParentRoute: () => cashiers,
  path: '/finance/payments',
  validateSearch: (search: Record<string, unknown>): PaymentFilter => paymentFilterIn(search),
  component: lazyRouteComponent(() => import('./payments-page.tsx'), 'PaymentsPage'),
})

const payment = createRoute({
  getParentRoute: () => cashiers,
  path: '/finance/payments/$id',
  component: lazyRouteComponent(() => import('./payment-page.tsx'), 'PaymentPage'),
})

const reconciliation = createRoute({
  getParentRoute: () => auditors,
  path: '/finance/reconciliation',
  validateSearch: (search: Record<string, unknown>): ItemFilter => itemFilterIn(search),
  component: lazyRouteComponent(() => import('./reconciliation-page.tsx'), 'ReconciliationPage'),
})

export const financeRoutes = [
  clerks.addChildren([invoices, newInvoice, invoice, credit, recurring, newRecurring]),
  keepers.addChildren([settings]),
  cashiers.addChildren([payments, payment]),
  auditors.addChildren([reconciliation]),
] as const
