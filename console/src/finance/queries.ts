import { queryOptions } from '@tanstack/react-query'
import { api, ProblemError } from '../api.ts'

/** How often an issued invoice is read again until its page is made. */
const PAGE_EVERY_MS = 1500

export const invoiceQuery = (id: string) =>
  queryOptions({
    queryKey: ['finance', 'invoices', 'one', id],
    queryFn: ({ signal }) => api.invoices.get({ path: { id }, signal }),
    refetchInterval: ({ state: { data } }) =>
      data !== undefined && data.status !== 'draft' && data.pdfSha256 === null ? PAGE_EVERY_MS : false,
  })

/** Null while nobody has said who issues invoices. */
export const settingsQuery = queryOptions({
  queryKey: ['finance', 'settings'],
  async queryFn({ signal }) {
    try {
      return await api.invoices.settings({ signal })
    } catch (error) {
      if (error instanceof ProblemError && error.code === 'invoices/settings-missing') return null
      throw error
    }
  },
})

/** States in which something still changes by itself. */
const MOVING = ['processing', 'submitting', 'created', 'unknown']
const MOVING_EVERY_MS = 2000

export const paymentQuery = (id: string) =>
  queryOptions({
    queryKey: ['finance', 'payments', 'one', id],
    queryFn: ({ signal }) => api.payments.get({ path: { id }, signal }),
    refetchInterval: ({ state: { data } }) =>
      data?.refunds.some(({ state }) => state === 'pending') ||
      data?.attempts.some(({ state }) => MOVING.includes(state))
        ? MOVING_EVERY_MS
        : false,
  })

export const standingQuery = queryOptions({
  queryKey: ['finance', 'reconciliation', 'standing'],
  queryFn: ({ signal }) => api.payments.reconciliation({ signal }),
})
