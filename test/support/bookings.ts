import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Id } from '../../server/kernel/id.ts'
import { paragraphs } from './content.ts'
import type { HttpAnswer, HttpClient } from './http-client.ts'
import { expectStatus, idempotencyKey, type MusicServer, startMusic } from './music.ts'
import type { Person } from './people.ts'
import { type OwnPayment, startWithStripe, type Till } from './stripe.ts'

/** A package as its service is written. */
interface Terms {
  readonly depositBp?: number
  readonly durationMin?: number
}

export interface BookingServer extends MusicServer {
  readonly till: Till
  /** Publishes a service with one package of 100.01 KES under this policy; the key of the package. */
  offer(policyId: Id<'booking-policy'>, terms?: Terms): Promise<string>
  /** A host of all days and hours, in steps of an hour, in this zone. */
  host(fields?: object): Promise<Person>
  /** A policy for these hosts; `fields` change what is plain. */
  policy(hosts: readonly Person[], fields?: object): Promise<{ id: Id<'booking-policy'>; version: number }>
  /** An offer with a policy of its own for these hosts; its package key. */
  offered(hosts: readonly Person[], policy?: object, terms?: Terms): Promise<string>
  readonly manager: Person
  /** Holds a time as a guest who came by. */
  hold(packageKey: string, startsAt: string, fields?: object): Promise<Held>
  /** Holds and confirms. */
  booked(packageKey: string, startsAt: string, fields?: object): Promise<Guest>
  /** Pays what is due of a booking by card, and waits for what follows. */
  pay(guest: Guest): Promise<OwnPayment>
}

interface Held {
  readonly answer: HttpAnswer
  readonly email: string
}

/** A booking in the hands of a guest. */
export interface Guest {
  readonly email: string
  readonly reference: string
  readonly token: string
  /** What payments know the booking by. */
  readonly payable: { readonly type: string; readonly id: string }
  get(): Promise<HttpAnswer>
  post(step: string, body?: object): Promise<HttpAnswer>
}

const plainPolicy = {
  name: 'Plain',
  scheduling: 'round_robin',
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 0,
  minNoticeMinutes: 0,
  advance: { kind: 'unlimited', days: null, from: null, to: null },
  slotIntervalMinutes: 60,
  dailyLimit: null,
  weeklyLimit: null,
  seats: 1,
  confirm: 'auto',
  cancelCutoffHours: 0,
  refundRules: [
    { noticeAtLeastHours: 48, refundBp: 10_000 },
    { noticeAtLeastHours: 24, refundBp: 5_000 },
  ],
  noShowGraceMinutes: 15,
}

/** The service that a package of `offer` belongs to. */
export function serviceOf(packageKey: string): string {
  return `consultation-${packageKey}`
}

/** The whole program with something to book, paid for through a stand-in of Stripe. */
export async function startBookings(settings: Readonly<Record<string, string>> = {}): Promise<BookingServer> {
  const server = await startWithStripe((environment) => startMusic({ environment: { ...environment, ...settings } }))
  const [manager, editor] = await Promise.all([server.people.signedIn('manager'), server.people.signedIn('editor')])
  const anonymous = server.people.anonymous()

  async function offer(policyId: Id<'booking-policy'>, terms: Terms = {}): Promise<string> {
    const key = `p${randomBytes(4).toString('hex')}`
    const sold = { key, title: 'Session', price: { minor: '10001', currency: 'KES' }, bookingKind: 'appointment' }
    const packages = [{ ...sold, depositBp: 0, durationMin: 60, policyId, ...terms }]
    const fields = { title: `Consultation ${key}`, summary: 'An hour.', body: paragraphs('An hour.'), packages }
    const { id } = expectStatus(await editor.http.post('/api/content/service', { fields }), 201)
    expectStatus(await editor.http.post(`/api/content/service/${id}/publish`, { version: 1 }), 200)
    return key
  }

  async function policy(hosts: readonly Person[], fields: object = {}) {
    const body = { ...plainPolicy, hosts: hosts.map(({ id }) => ({ hostId: id, weight: 1 })), ...fields }
    return expectStatus(await manager.http.post('/api/booking-policies', body), 201) as {
      id: Id<'booking-policy'>
      version: number
    }
  }

  async function hold(packageKey: string, startsAt: string, fields: object = {}): Promise<Held> {
    const email = `guest.${randomBytes(6).toString('hex')}@mail.example`
    const body = {
      ...{ service: serviceOf(packageKey), package: packageKey, startsAt, name: 'Grace Guest', email },
      ...{ timeZone: 'America/New_York', ...fields },
    }
    const key = idempotencyKey()
    const send = () => anonymous.post('/api/bookings/holds', body, key)
    let answer = await send()
    // A server that has no connection free says so with Retry-After: a client comes again, under the same key.
    for (let tries = 0; answer.status === 503 && tries < 20; tries += 1) {
      await sleep(50 + Math.random() * 100)
      answer = await send()
    }
    return { answer, email }
  }

  return {
    ...server,
    ...{ offer, policy, hold, manager },
    pay: (guest) => server.till.pay(guest.payable, guest.token),
    async host(fields = {}) {
      const person = await server.people.signedIn('host')
      const rules = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, start: '00:00', end: '00:00' }))
      const body = { timeZone: 'Africa/Nairobi', rules, version: null, ...fields }
      expectStatus(await person.http.put(`/api/schedules/${person.id}`, body), 200)
      return person
    },
    async offered(hosts, fields = {}, terms = {}) {
      return await offer((await policy(hosts, fields)).id, terms)
    },
    async booked(packageKey, startsAt, fields = {}) {
      const { answer, email } = await hold(packageKey, startsAt, fields)
      const { booking, guestToken } = expectStatus(answer, 201)
      const guest = guestOf(anonymous, { email, reference: booking.reference, token: guestToken })
      expectStatus(await guest.post('confirm'), 200)
      return guest
    },
  }
}

/** What a guest does with the token in hand. */
export function guestOf(http: HttpClient, one: Pick<Guest, 'email' | 'reference' | 'token'>): Guest {
  const path = `/api/bookings/${one.reference}`
  const headers = { 'x-guest-token': one.token }
  return {
    ...one,
    payable: { type: 'agency.appointment', id: one.reference },
    get: () => http.get(path, headers),
    post: (step, body = undefined) => http.post(`${path}/${step}`, body, { ...headers, ...idempotencyKey() }),
  }
}

/** The full hour so many hours after the coming one, as the wire has it. */
export function inHours(hours: number): string {
  const hourMs = 3_600_000
  return new Date((Math.floor(Date.now() / hourMs) + 1 + hours) * hourMs).toISOString()
}
