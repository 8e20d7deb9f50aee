import { newId } from '../../server/kernel/id.ts'
import type { HttpAnswer, HttpClient } from '../../test/support/http-client.ts'

const line = { description: 'Work', qty: '2', unitMinor: '5000', taxRateBp: 1900 }
const recipient = { name: 'Ada King', email: 'ada@example.org', address: ['2 Mill Lane'], taxNumber: null }
/** With the settings of the demo, over drafts to payments, corrections and an invoice that comes again. */
export async function invoices(
  root: HttpClient,
  done: (answer: Promise<HttpAnswer>) => Promise<HttpAnswer['body']>,
): Promise<void> {
  const post = (path: string, body: object = {}) =>
    done(root.post(`/api/invoices${path}`, body, { 'idempotency-key': newId() }))
  const draft = (body: object = {}) => post('', { recipient, currency: 'EUR', lines: [line], ...body })
  const issued = async () => await post(`/${(await draft()).id}/issue`)
  await done(root.put('/api/invoices/settings', await done(root.get('/api/invoices/settings'))))
  const { id } = await draft({ source: { type: 'queries', id: 'one', part: 'only' } })
  await done(root.put(`/api/invoices/${id}`, { recipient, currency: 'EUR', lines: [line, line], version: 1 }))
  await done(root.delete(`/api/invoices/${id}`))
  const [paid, corrected, spare] = [await issued(), await issued(), await issued()]
  await post(`/${paid.id}/send`)
  const money = { method: 'bank_transfer', reference: 'One', receivedOn: '2026-11-21', currency: 'EUR' }
  const payment = await post('/payments', { ...money, invoiceId: paid.id, amountMinor: '20000' })
  await post(`/payments/${payment.id}/allocate`, { invoiceId: corrected.id, amountMinor: '1000' })
  const other = await post('/payments', { ...money, customerId: paid.customerId, amountMinor: '5' })
  await post(`/payments/${other.id}/reverse`, { reason: 'by mistake' })
  await post(`/${paid.id}/credit`, { lines: [{ ...line, qty: '1' }] })
  await post(`/${corrected.id}/write-off`, { reason: 'nobody pays' })
  await post(`/${spare.id}/void`, { reason: 'never ordered' })
  await done(root.put(`/api/invoices/${paid.id}/dunning`, { paused: false }))
  await done(root.patch(`/api/invoices/customers/${paid.customerId}`, { dunningPaused: false }))
  const recurring = { template: { recipient, currency: 'EUR', lines: [line] }, frequency: 'monthly', mode: 'issue' }
  const { id: recurrence } = await post('/recurrences', { ...recurring, startsOn: '2099-01-31' })
  await done(root.patch(`/api/invoices/recurrences/${recurrence}`, { status: 'paused' }))
  await done(root.patch(`/api/invoices/recurrences/${recurrence}`, { status: 'active' }))
}
