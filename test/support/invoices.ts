import type { Effects } from './effects.ts'
import type { HttpAnswer } from './http-client.ts'
import { expectStatus, idempotencyKey, type MusicServer, startMusic } from './music.ts'
import type { Person } from './people.ts'

export interface InvoicesServer extends MusicServer {
  /** Holds all permissions of the unit and no others. */
  readonly clerk: Person
  /** An issued invoice over these lines, its page made and its effects over. */
  issued(body?: object): Promise<Invoice>
  draft(body?: object): Promise<Invoice>
  read(id: string): Promise<Invoice>
  /** Asks as the clerk, with a key of its own. */
  ask(path: string, body?: object): Promise<HttpAnswer>
}

// biome-ignore lint/suspicious/noExplicitAny: tests read members of answers whose shape they assert on
type Invoice = any

export const seller = {
  sellerName: 'Harbour Studio Ltd',
  sellerAddress: ['1 Quay Street', 'Bristol'],
  sellerTaxNumber: 'GB123456789',
  sellerEmail: 'accounts@harbour.example',
  paymentInstructions: 'IBAN DE02 1203 0000 0000 2020 51',
  zone: 'Europe/London',
  invoicePrefix: 'INV',
  creditNotePrefix: 'CN',
  taxRounding: 'line',
  dueDays: 14,
}

const lines = [
  { description: 'Design, per hour', qty: '7.5', unitMinor: '9950', taxRateBp: 2000 },
  { description: 'Printing', qty: '500', unitMinor: '38', taxRateBp: 500 },
]

/** Without an account; a customer of its own each time. */
export function guest(name = 'Ada King') {
  guests += 1
  return {
    name,
    email: `guest.${process.pid}.${guests}@example.org`,
    address: ['2 Mill Lane', 'Bath'],
    taxNumber: null,
  }
}
let guests = 0

export function draftBody(body: object = {}): object {
  return { recipient: guest(), currency: 'EUR', lines, ...body }
}

/** The whole program with a seller, and somebody who keeps the books. */
export async function startInvoices(settings: object = {}): Promise<InvoicesServer> {
  const server = await startMusic()
  const administrator = await server.people.signedIn('administrator')
  const permissions = ['read', 'manage', 'record-payments', 'write-off', 'settings'].map((one) => `invoices:${one}`)
  const role = { name: 'clerk', title: 'Clerk', permissions }
  expectStatus(await administrator.http.post('/api/roles', role), 201)
  const clerk = await server.people.signedIn('clerk')
  expectStatus(await clerk.http.put('/api/invoices/settings', { ...seller, ...settings, version: 0 }), 200)
  const ask = (path: string, body?: object) => clerk.http.post(path, body, idempotencyKey())
  const read = async (id: string) => expectStatus(await clerk.http.get(`/api/invoices/${id}`), 200)
  const draft = async (body: object = {}) => expectStatus(await ask('/api/invoices', draftBody(body)), 201)
  return {
    ...{ ...server, clerk, ask, read, draft },
    async issued(body = {}) {
      const { id } = await draft(body)
      expectStatus(await ask(`/api/invoices/${id}/issue`), 200)
      await server.jobsIdle()
      return await read(id)
    },
  }
}

/** What a case wrote, with how often each. */
export function counted({ audit, events, mails }: Effects): Record<string, number> {
  const counts: Record<string, number> = {}
  const named = [
    ...audit.map((one) => `audit ${one}`),
    ...events.map((one) => `event ${one}`),
    ...mails.map((one) => `mail ${one}`),
  ]
  for (const name of named) counts[name] = (counts[name] ?? 0) + 1
  return counts
}
