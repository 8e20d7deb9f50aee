import type { Page } from 'playwright-core'
import { expectStatus, idempotencyKey } from '../support/music.ts'
import type { Person } from '../support/people.ts'
import type { Stage } from './stage.ts'

/** One service, whose host can be met in Nairobi from nine until then. */
export async function offerConsultation({ server }: Pick<Stage, 'server'>, until: string): Promise<Person> {
  const host = await server.people.signedIn('host')
  const administrator = await server.people.signedIn('administrator')
  const rules = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, start: '09:00', end: until }))
  const schedule = { timeZone: 'Africa/Nairobi', rules, version: null }
  expectStatus(await host.http.put(`/api/schedules/${host.id}`, schedule), 200)
  const policy = {
    ...{ name: 'Consultations', scheduling: 'round_robin', bufferBeforeMinutes: 0, bufferAfterMinutes: 0 },
    ...{ minNoticeMinutes: 60, advance: { kind: 'unlimited', days: null, from: null, to: null } },
    ...{ slotIntervalMinutes: 60, dailyLimit: null, weeklyLimit: null, seats: 1, confirm: 'auto' },
    ...{ cancelCutoffHours: 2, refundRules: [{ noticeAtLeastHours: 24, refundBp: 5000 }], noShowGraceMinutes: 15 },
    hosts: [{ hostId: host.id, weight: 1 }],
  }
  const { id: policyId } = expectStatus(await administrator.http.post('/api/booking-policies', policy), 201)
  const common = { durationMin: 60, bookingKind: 'appointment', policyId }
  const fields = {
    title: 'Consultation',
    summary: 'An hour with somebody who has done it before.',
    body: { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: 'Bring your questions.' }] }] },
    packages: [
      { ...common, key: 'hour', title: 'One hour', price: { minor: '8000', currency: 'USD' }, depositBp: 5000 },
      { ...common, key: 'call', title: 'First call', price: { minor: '0', currency: 'USD' }, depositBp: 0 },
      { ...common, key: 'local', title: 'In Nairobi', price: { minor: '750000', currency: 'KES' }, depositBp: 10_000 },
    ],
  }
  const entry = { slug: 'consultation', fields }
  const made = expectStatus(await administrator.http.post('/api/content/service', entry, idempotencyKey()), 201)
  const published = await administrator.http.post(`/api/content/service/${made.id}/publish`, { version: 1 })
  expectStatus(published, 200)
  return host
}

/** At the card form of the stand-in of Stripe. */
export async function payByCard(page: Page, number: string): Promise<void> {
  await page.getByLabel('Card number').fill(number)
  await page.getByLabel('Expiry').fill('12/34')
  await page.getByLabel('CVC').fill('123')
  await page.getByRole('button', { name: /^Pay (\$|KES)/ }).click()
}

/** The next Sunday on which New York's clocks go ahead, some weeks away: the second of March. */
export function clocksGoAhead(): string {
  const soon = inDays(30)
  const changeOf = (year: number): string => {
    const first = new Date(Date.UTC(year, 2, 1)).getUTCDay()
    return `${year}-03-${String(8 + ((7 - first) % 7)).padStart(2, '0')}`
  }
  const year = Number(soon.slice(0, 4))
  return changeOf(year) > soon ? changeOf(year) : changeOf(year + 1)
}

export function inDays(days: number): string {
  return addDays(new Date().toISOString().slice(0, 10), days)
}

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10)
}

/** A day as the page names it. */
export function wordsOf(date: string): RegExp {
  const format = new Intl.DateTimeFormat('en-US', { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' })
  return new RegExp(`^${format.format(new Date(date))}$`)
}
