import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { setClock } from '../../server/kernel/clock.ts'
import type { HttpClient } from './http-client.ts'
import { expectStatus, idempotencyKey, type MusicServer, startMusic, upload } from './music.ts'
import type { Person } from './people.ts'

export interface AgencyServer extends MusicServer {
  /** A token of a form that was handed out a minute ago. */
  formToken(): Promise<string>
  /** Asks as a guest, and opens the mailed link: the reference and what the guest sends along from then on. */
  guest(fields?: object): Promise<Guest>
  /** Asks as a person who is signed in. */
  client(fields?: object): Promise<{ person: Person; id: string; reference: string }>
  /** The newest secret in a mail to the address. */
  mailedToken(address: string): Promise<string>
  /** A quote that was sent to a client with an account. */
  sentQuote(seller: Person, fields?: object): Promise<SentQuote>
}

export interface SentQuote {
  readonly id: string
  readonly person: Person
  readonly clientId: string
  readonly requestId: string
  /** As the client reads it. */
  readonly read: { readonly contentHash: string; readonly termsHash: string }
}

/** 348,000.00 KES: three days and hosting, 16 % VAT. */
export function quoteFields(): object {
  return {
    title: 'Booking site',
    currency: 'KES',
    lines: [
      { description: 'Design and build, per day', qty: '3', unitMinor: '9000000', taxRateBp: 1600 },
      { description: 'Hosting, per year', qty: '1', unitMinor: '3000000', taxRateBp: 1600 },
    ],
    validUntil: new Date(Date.now() + 14 * 86_400_000).toISOString(),
    terms: 'Half before we begin, half when you have accepted the site.',
  }
}

export interface Guest {
  readonly email: string
  readonly reference: string
  readonly id: string
  readonly token: string
  readonly http: HttpClient
  readonly headers: Record<string, string>
}

export const asked = {
  title: 'A booking site for a safari lodge',
  details: 'Twelve rooms, three seasons, card and M-Pesa.',
}

export function freshAddress(): string {
  return `client.${randomBytes(6).toString('hex')}@mail.example`
}

/** The whole program, with the words of this unit. */
export async function startAgency(): Promise<AgencyServer> {
  const server = await startMusic()
  const anonymous = server.people.anonymous()

  const formToken = await earlierFormToken(server)
  async function mailedToken(address: string): Promise<string> {
    const mail = (await server.mailbox()).findLast(({ to, text }) => to.address === address && text.includes('#token='))
    const token = /#token=([A-Za-z0-9_-]{43})/.exec(mail?.text ?? '')?.[1]
    assert.ok(token !== undefined, `no link was mailed to ${address}`)
    return token
  }
  const newest = async (email: string) => {
    const [row] = await server.query<{ id: string; reference: string }>(
      `SELECT request.id, request.reference FROM agency.service_request request JOIN agency.client client ON client.id = request.client_id
        WHERE client.email_canonical = $1 ORDER BY request.id DESC LIMIT 1`,
      [email.toLowerCase()],
    )
    assert.ok(row !== undefined)
    return row
  }

  async function client(fields: object = {}) {
    const person = await server.people.signedIn()
    const answer = await person.http.post('/api/service-requests', { ...asked, ...fields }, idempotencyKey())
    const { reference } = expectStatus(answer, 202)
    return { person, reference, id: (await newest(person.email)).id }
  }

  return {
    ...server,
    async sentQuote(seller, fields = {}) {
      const { person, id: requestId } = await client()
      const [row] = await server.query<{ client_id: string }>(
        'SELECT client_id FROM agency.service_request WHERE id = $1',
        [requestId],
      )
      const clientId = row?.client_id ?? ''
      const body = { ...quoteFields(), clientId, requestId, ...fields }
      const { id } = expectStatus(await seller.http.post('/api/staff/quotes', body), 201)
      expectStatus(await seller.http.post(`/api/staff/quotes/${id}/send`), 200)
      const { contentHash, termsHash } = expectStatus(await person.http.get(`/api/portal/quotes/${id}`), 200)
      return { id, person, clientId, requestId, read: { contentHash, termsHash } }
    },
    formToken: async () => formToken,
    mailedToken,
    async guest(fields = {}) {
      const email = freshAddress()
      const body = { ...asked, name: 'Wanjiru Kamau', email, formToken, ...fields }
      expectStatus(await anonymous.post('/api/service-requests', body, idempotencyKey()), 202)
      const token = await mailedToken(email)
      return { email, token, http: anonymous, headers: { 'x-guest-token': token }, ...(await newest(email)) }
    },
    client,
  }
}

/** A file of the person's own, for requests and projects. */
export async function attachment(person: Person, words: string): Promise<string> {
  const { fileId, refusal } = await upload(person, 'agency.attachment', { filename: 'brief.pdf', bytes: pdfOf(words) })
  assert.ok(fileId !== null, JSON.stringify(refusal?.body))
  return fileId
}

type Bearer = Pick<Guest, 'http' | 'headers'>

/** What a guest announces for these words, with whatever a case says otherwise. */
export function announced(words: string, fields: object = {}) {
  const bytes = pdfOf(words)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return { filename: 'brief.pdf', contentType: 'application/pdf', bytes: bytes.length, sha256, ...fields }
}

/** Announces and sends by the secret of a mail: the id of the upload, which is not confirmed. */
export async function guestUpload({ http, headers }: Bearer, words: string): Promise<string> {
  const signed = expectStatus(await http.post('/api/guest/uploads/sign', announced(words), headers), 201)
  const body = new Uint8Array(pdfOf(words))
  expectStatus(await http.send(signed.url, { method: 'PUT', body, headers: signed.headers }), 204)
  return signed.uploadId
}

/** A file that a guest may add to what the secret opens. */
export async function guestAttachment(guest: Bearer, words: string): Promise<string> {
  const uploadId = await guestUpload(guest, words)
  return expectStatus(await guest.http.post('/api/guest/uploads/confirm', { uploadId }, guest.headers), 200).id
}

function pdfOf(words: string): Buffer {
  return Buffer.from(`%PDF-1.4\n% ${words}\n`)
}

async function earlierFormToken(server: MusicServer): Promise<string> {
  const restore = setClock(() => Date.now() - 60_000)
  try {
    return expectStatus(await server.people.anonymous().get('/api/forms/token'), 200).formToken
  } finally {
    restore()
  }
}
