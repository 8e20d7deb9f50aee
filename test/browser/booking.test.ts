import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, afterEach, before, describe, test } from 'node:test'
import type { Download, Page } from 'playwright-core'
import { type MpesaSimulator, startMpesaSimulator } from '../../server/simulators/mpesa/simulator.ts'
import { type PaypalSimulator, startPaypalSimulator } from '../../server/simulators/paypal/simulator.ts'
import { type StripeSimulator, startStripeSimulator } from '../../server/simulators/stripe/simulator.ts'
import { seller } from '../support/invoices.ts'
import { expectStatus, idempotencyKey } from '../support/music.ts'
import type { Person } from '../support/people.ts'
import { addDays, clocksGoAhead, inDays, offerConsultation, payByCard, wordsOf } from './consultation.ts'
import { accessibilityFaults, appears, browser, openStage, type Stage, type Visitor } from './stage.ts'

const newYork = { timezoneId: 'America/New_York', locale: 'en-US' }
const phone = { ...newYork, viewport: { width: 390, height: 780 }, colorScheme: 'dark' } as const
const good = '4242 4242 4242 4242'
const declined = '4000 0000 0000 0002'

describe('who was never here books and pays', { skip: browser.skip }, () => {
  let stripe: StripeSimulator
  let paypal: PaypalSimulator
  let mpesa: MpesaSimulator
  let stage: Stage
  let host: Person

  before(async () => {
    stripe = await startStripeSimulator()
    paypal = await startPaypalSimulator()
    mpesa = await startMpesaSimulator()
    const environment = environmentOf(stripe, paypal, mpesa)
    stage = await openStage({ atPublicUrl: true, environment, providers: [stripe.url, paypal.url] })
    await stripe.control('webhook', { url: `${stage.server.url}/api/payments/webhooks/stripe` })
    await paypal.control('webhook', { url: `${stage.server.url}/api/payments/webhooks/paypal` })
    host = await offerConsultation(stage, '12:00')
  })
  afterEach(() => stage.quiet())
  after(async () => {
    await stage?.close()
    await Promise.all([stripe?.close(), paypal?.close(), mpesa?.close()])
  })

  /** Chooses the first time of a day, and says who comes; the time in the words of the page. */
  async function hold({ page, open }: Visitor, path: string, day: RegExp, name: string): Promise<void> {
    await open(path)
    await page.getByRole('list', { name: day }).getByRole('button').first().click()
    await page.getByLabel('Your name').fill(name)
    await page.getByLabel('E-mail').fill(`${name.split(' ')[0]?.toLowerCase()}@example.com`)
    await page.getByRole('button', { name: 'Hold this time' }).click()
  }

  test('across a change of the clocks, with a card that is declined and one that pays, to a part of the money back', async () => {
    const visitor = await stage.visitor(newYork)
    const { page, open } = visitor
    const sunday = clocksGoAhead()
    const [saturday, monday] = [addDays(sunday, -1), addDays(sunday, 1)]
    await open('/book')
    await page.getByRole('link', { name: 'Choose a time: Consultation, One hour' }).click()
    await page.getByLabel('From day').fill(saturday)
    assert.ok(await appears(page.getByText('The clocks change here: from UTC-05:00 to UTC-04:00.')))
    assert.deepEqual(await accessibilityFaults(page), [])
    // A host of 09:00 to 12:00 in Nairobi: 01:00 by the winter clock of New York, 02:00 by its summer clock.
    const first = async (day: string) =>
      await page
        .getByRole('list', { name: wordsOf(day) })
        .getByRole('button')
        .first()
        .textContent()
    assert.deepEqual([await first(saturday), await first(monday)], ['01:00', '02:00'])

    await hold(visitor, page.url(), wordsOf(monday), 'Ada King')
    await page.getByRole('timer', { name: 'Kept for you' }).waitFor()
    assert.ok(await appears(page.getByText('Test payments: no money moves')))
    assert.deepEqual(await accessibilityFaults(page), [])
    await page.getByRole('button', { name: 'Go on to the card' }).click()
    await payByCard(page, declined)
    assert.ok(await appears(page.getByRole('alert').getByText('Your card was declined.')))
    await stripe.control('faults', { faults: [{ kind: 'duplicate', match: 'payment_intent.succeeded' }] })
    await payByCard(page, good)
    await page.getByRole('heading', { name: 'You are booked' }).waitFor()
    assert.deepEqual(await accessibilityFaults(page), [])
    assert.ok(await appears(page.getByText(`at 2:00 AM (America/New_York, UTC-04:00)`)))

    await stripe.control('settle')
    await stage.server.jobsIdle()
    const reference = referenceIn(page)
    const startsAt = `${monday}T06:00:00.000Z`
    assert.deepEqual(await stored(reference), {
      appointments: [`${startsAt} confirmed deposit_paid`],
      captured: '4000',
      refunded: '0',
      book: '4000',
    })
    const confirmed = (await stage.server.mailbox()).filter(({ subject }) => subject === 'Confirmed: Consultation')
    assert.deepEqual(
      confirmed.map(({ to }) => to.address),
      ['ada@example.com'],
      'two webhooks, one mail',
    )
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Calendar file' }).click(),
    ])
    assert.match(
      await textOf(download),
      new RegExp(`SEQUENCE:0[\\s\\S]*DTSTART:${startsAt.replace(/[-:]|\.000/g, '')}`),
    )

    await page.getByRole('button', { name: 'Move it' }).click()
    await page
      .getByRole('list', { name: wordsOf(monday) })
      .getByRole('button', { name: '03:00' })
      .click()
    await page.getByRole('button', { name: /^Move it to .* 3:00/ }).click()
    assert.ok(await appears(page.getByText(`at 3:00 AM (America/New_York, UTC-04:00)`)))
    // The link of the mail leads here without this tab's memory.
    const link = /https?:\S+\/bookings\/\S+/.exec(confirmed[0]?.text ?? '')?.[0] ?? ''
    const other = await stage.visitor(newYork)
    await other.open(new URL(link).pathname + new URL(link).hash)
    assert.ok(await appears(other.page.getByText('Cancelled now: $20.00 of the $40.00 you paid comes back.')))
    await other.page.getByRole('button', { name: 'Cancel the booking' }).click()
    await other.page.getByRole('button', { name: 'Cancel it' }).click()
    await other.page.getByRole('heading', { name: 'This booking was cancelled' }).waitFor()
    assert.ok(await appears(other.page.getByText('A part of what you paid was paid back, by the terms.')))
    assert.ok(await appears(other.page.getByText('$20.00', { exact: true })))
    assert.deepEqual(await accessibilityFaults(other.page), [])
    await stage.server.jobsIdle()
    assert.deepEqual(await stored(reference), {
      appointments: [
        `${startsAt} rescheduled deposit_paid`,
        `${startsAt.replace('T06', 'T07')} cancelled partially_refunded`,
      ],
      captured: '4000',
      refunded: '2000',
      book: '2000',
    })
  })

  test('on a phone two want the same time: one holds it, the other is charged nothing and takes the next', async () => {
    const [one, two] = [await stage.visitor(phone), await stage.visitor(phone)]
    const day = inDays(9)
    const path = `/book/consultation?package=call&from=${day}`
    await one.open(path)
    await two.open(path)
    for (const { page } of [one, two]) {
      await page
        .getByRole('list', { name: wordsOf(day) })
        .getByRole('button')
        .first()
        .click()
      await page.getByLabel('Your name').fill('Grace Hopper')
      await page.getByLabel('E-mail').fill('grace@example.com')
    }
    await one.page.getByRole('button', { name: 'Hold this time' }).click()
    await one.page.getByRole('button', { name: 'Book it' }).click()
    await one.page.getByRole('heading', { name: 'You are booked' }).waitFor()
    await two.page.getByRole('button', { name: 'Hold this time' }).click()
    assert.ok(await appears(two.page.getByRole('alert').getByText('Nothing was charged. These are free next:')))
    assert.deepEqual(await accessibilityFaults(two.page), [])
    const overflow = await two.page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth')
    assert.ok(overflow <= 0, `${overflow} pixels wider than the phone`)
    await two.page.getByRole('group', { name: 'Other times' }).getByRole('button').first().click()
    await two.page.getByRole('button', { name: 'Hold this time' }).click()
    await two.page.getByRole('button', { name: 'Book it' }).click()
    await two.page.getByRole('heading', { name: 'You are booked' }).waitFor()
    const references = [referenceIn(one.page), referenceIn(two.page)]
    const rows = await Promise.all(references.map((reference) => stored(reference)))
    assert.deepEqual(
      rows.map(({ appointments, captured }) => [...appointments, captured]),
      [
        [`${day}T06:00:00.000Z confirmed none`, '0'],
        [`${day}T07:00:00.000Z confirmed none`, '0'],
      ],
    )
  })

  test('PayPal is paid on its own page, and the way back leads to the booking', async () => {
    const visitor = await stage.visitor(newYork)
    const { page } = visitor
    const day = inDays(11)
    await hold(visitor, `/book/consultation?package=hour&host=${host.id}&from=${day}`, wordsOf(day), 'Linus Lee')
    await page.getByRole('radio', { name: 'PayPal' }).check()
    await page.getByRole('button', { name: 'Pay $40.00 by PayPal' }).click()
    await page.getByRole('button', { name: 'Pay', exact: true }).click()
    await page.getByRole('heading', { name: 'You are booked' }).waitFor()
    assert.deepEqual(await stored(referenceIn(page)), {
      appointments: [`${day}T06:00:00.000Z confirmed deposit_paid`],
      captured: '4000',
      refunded: '0',
      book: '4000',
    })
  })

  test('M-Pesa asks the telephone; a report that never comes is asked for, and nobody pays twice', async () => {
    const visitor = await stage.visitor(newYork)
    const { page } = visitor
    const day = inDays(13)
    await hold(visitor, `/book/consultation?package=local&from=${day}`, wordsOf(day), 'Wangari Njeri')
    await page.getByRole('radio', { name: 'M-Pesa' }).check()
    await page.getByRole('button', { name: /^Pay KES.*by M-Pesa/ }).click()
    assert.ok(await appears(page.getByText('Enter a Kenyan number, such as 0712 345 678')))
    await page.getByLabel('Telephone').fill('0712 345 678')
    await page.getByRole('button', { name: /^Pay KES.*by M-Pesa/ }).click()
    assert.ok(await appears(page.getByText('Look at your telephone')))
    assert.deepEqual(await accessibilityFaults(page), [])
    const [push] = (await mpesa.control('pushes')) as { checkoutRequestId: string }[]
    await mpesa.control('answer', { id: push?.checkoutRequestId, code: 0 })
    await page.getByRole('button', { name: 'Ask again now' }).click()
    await page.getByRole('heading', { name: 'You are booked' }).waitFor()
    const { captured, appointments } = await stored(referenceIn(page))
    assert.deepEqual([captured, appointments], ['750000', [`${day}T06:00:00.000Z confirmed paid`]])
    assert.equal(((await mpesa.control('pushes')) as unknown[]).length, 1)
  })

  test('an invoice is paid by the link of its mail', async () => {
    const finance = await stage.server.people.signedIn('administrator')
    const recipient = { name: 'Ada King', email: 'ada.king@example.com', address: ['1 Main St'], taxNumber: null }
    expectStatus(await finance.http.put('/api/invoices/settings', { ...seller, version: 0 }), 200)
    const lines = [{ description: 'Site review', qty: '1', unitMinor: '12500', taxRateBp: 0 }]
    const draft = { recipient, currency: 'USD', lines }
    const { id } = expectStatus(await finance.http.post('/api/invoices', draft, idempotencyKey()), 201)
    expectStatus(await finance.http.post(`/api/invoices/${id}/issue`, undefined, idempotencyKey()), 200)
    expectStatus(await finance.http.post(`/api/invoices/${id}/send`, undefined, idempotencyKey()), 200)
    const mail = (await stage.server.mailbox()).find(({ to }) => to.address === recipient.email)
    const link = new URL(/https?:\S+\/pay\/\S+/.exec(mail?.text ?? '')?.[0] ?? 'http://none')
    const { page, open } = await stage.visitor(newYork)
    await open(link.pathname + link.hash)
    await page.getByRole('button', { name: 'Go on to the card' }).click()
    await payByCard(page, good)
    assert.ok(await appears(page.getByText('Nothing is left to pay. Thank you.')))
    assert.deepEqual(await accessibilityFaults(page), [])
    assert.equal((await finance.http.get(`/api/invoices/${id}`)).body.status, 'paid')
  })

  /** What the server has kept of a booking: each of its places, its money, and what the book says lies at providers for it. */
  async function stored(reference: string) {
    const { db } = stage.server.app
    const appointments = await db.raw<{ line: string }>(
      `SELECT to_char(starts_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || ' ' || status || ' ' || payment_status AS line
         FROM agency.appointment WHERE reference = $1 ORDER BY created_at`,
      [reference],
    )
    const [money] = await db.raw<{ captured: string; refunded: string; book: string }>(
      `SELECT coalesce(sum(captured_minor), 0)::text AS captured, coalesce(sum(refunded_minor), 0)::text AS refunded,
              (SELECT coalesce(sum(entry.amount_minor), 0)::text FROM payments.ledger_entry entry
                 JOIN payments.ledger_tx tx ON tx.id = entry.tx_id JOIN payments.payment paid ON paid.id = tx.payment_id
                WHERE paid.subject_id = $1 AND entry.account LIKE 'psp/%') AS book
         FROM payments.payment WHERE subject_id = $1`,
      [reference],
    )
    assert.ok(money !== undefined)
    return { appointments: appointments.map(({ line }) => line), ...money }
  }
})

function referenceIn(page: Page): string {
  return new URL(page.url()).pathname.split('/').at(-1) ?? ''
}

async function textOf(download: Download): Promise<string> {
  return await readFile(await download.path(), 'utf8')
}

function environmentOf(stripe: StripeSimulator, paypal: PaypalSimulator, mpesa: MpesaSimulator) {
  return {
    STRIPE_SECRET_KEY: stripe.secretKey,
    STRIPE_PUBLISHABLE_KEY: stripe.publishableKey,
    STRIPE_WEBHOOK_SECRET: stripe.webhookSecret,
    STRIPE_API_BASE: stripe.url,
    PAYPAL_CLIENT_ID: paypal.clientId,
    PAYPAL_CLIENT_SECRET: paypal.clientSecret,
    PAYPAL_WEBHOOK_ID: paypal.webhookId,
    PAYPAL_API_BASE: paypal.url,
    MPESA_CONSUMER_KEY: mpesa.consumerKey,
    MPESA_CONSUMER_SECRET: mpesa.consumerSecret,
    MPESA_SHORTCODE: mpesa.shortcode,
    MPESA_PASSKEY: mpesa.passkey,
    MPESA_CALLBACK_SECRET: 'a secret of the test, longer than 32',
    MPESA_API_BASE: mpesa.url,
  }
}
