import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, afterEach, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { type StripeSimulator, startStripeSimulator } from '../../server/simulators/stripe/simulator.ts'
import { asked } from '../support/agency.ts'
import { expectStatus, idempotencyKey } from '../support/music.ts'
import type { Person } from '../support/people.ts'
import { accessibilityFaults, appears, browser, openStage, pathInMail, type Stage, type Visitor } from './stage.ts'

const DAY_MS = 24 * 3600_000

describe('money in the console', { skip: browser.skip }, () => {
  let stripe: StripeSimulator
  let stage: Stage
  let clerk: Person
  before(async () => {
    stripe = await startStripeSimulator({ retryMs: 20 })
    stage = await openStage({
      environment: {
        PRODUCTS: 'agency',
        STRIPE_SECRET_KEY: stripe.secretKey,
        STRIPE_PUBLISHABLE_KEY: stripe.publishableKey,
        STRIPE_WEBHOOK_SECRET: stripe.webhookSecret,
        STRIPE_API_BASE: stripe.url,
      },
    })
    await stripe.control('webhook', { url: `${stage.server.url}/api/payments/webhooks/stripe` })
    clerk = await stage.server.people.signedIn('finance')
  })
  afterEach(() => stage.quiet())
  after(async () => {
    await stage.close()
    await stripe.close()
  })

  async function at(path: string): Promise<Visitor> {
    const visitor = await stage.visitor()
    await visitor.signIn(clerk)
    await visitor.open(path)
    return visitor
  }
  const stored = async (path: string) => expectStatus(await clerk.http.get(path), 200)
  const idIn = (page: Page) => new URL(page.url()).pathname.split('/').at(-1) ?? ''

  /** As a browser confirms by the card form: with the publishable key and the client secret only. */
  async function payByCard(clientSecret: string): Promise<void> {
    const intent = clientSecret.split('_secret_')[0]
    const body = new URLSearchParams({
      ...{ key: stripe.publishableKey, client_secret: clientSecret, return_url: stage.server.url },
      ...{ 'payment_method_data[type]': 'card', 'payment_method_data[card][number]': '4242424242424242' },
    })
    const paid = await fetch(`${stripe.url}/v1/payment_intents/${intent}/confirm`, { method: 'POST', body })
    assert.equal(paid.status, 200)
    await stripe.control('settle')
    await stage.server.jobsIdle()
  }

  test('whoever issues is named, and an invoice is drafted, issued, downloaded, paid in part and credited', async () => {
    const { page } = await at('/finance/settings')
    await page.getByLabel('Name', { exact: true }).fill('Harbour Studio Ltd')
    await page.getByLabel('Address').fill('1 Quay Street\nManama')
    await page.getByLabel('Time zone').selectOption('Asia/Bahrain')
    await page.getByLabel('Days until an invoice is due').fill('30')
    await page.getByRole('button', { name: 'Save the settings' }).click()
    assert.ok(await appears(page.getByText('The settings are saved.')))
    const { sellerAddress, zone, version } = await stored('/api/invoices/settings')
    assert.deepEqual([sellerAddress, zone, version], [['1 Quay Street', 'Manama'], 'Asia/Bahrain', 1])

    await page.getByRole('link', { name: 'Invoices', exact: true }).click()
    await page.getByRole('link', { name: 'New invoice' }).first().click()
    await page.getByLabel('Currency', { exact: true }).selectOption('BHD')
    await page.getByLabel('Name', { exact: true }).fill('Pearl Museum')
    await page.getByRole('button', { name: 'Save the draft' }).click()
    assert.ok(await appears(page.getByText('Say what it is for')))
    await page.getByLabel('Description of line 1').fill('Design, per hour')
    await page.getByLabel('Quantity of line 1').fill('7,5')
    await page.getByLabel('Price, BHD of line 1').fill('12.345')
    await page.getByLabel('Tax, % of line 1').fill('10')
    await page.getByRole('button', { name: 'Add a line' }).click()
    await page.getByLabel('Description of line 2').fill('Printing')
    await page.getByLabel('Price, BHD of line 2').fill('100')
    await page.getByLabel('Discount, BHD').fill('0,5')
    // 7.5 x 12.345 = 92.5875, half up 92.588; with 100 less 0.5 and 10 % tax of each line.
    const sums = page.getByRole('status', { name: 'Sums' })
    assert.ok(await appears(sums.getByText('BHD 211.297')))
    assert.ok(await appears(page.getByText('Comes to BHD 92.588')))
    assert.deepEqual(await accessibilityFaults(page), [])
    await page.getByRole('button', { name: 'Save the draft' }).click()
    await page.getByRole('heading', { level: 1, name: 'Draft of an invoice' }).waitFor()
    const id = idIn(page)
    const draft = await stored(`/api/invoices/${id}`)
    assert.deepEqual([draft.totalMinor, draft.dueInDays, draft.lines[0].qty], ['211297', 30, '7.5'])

    await page.getByLabel('Note').fill('Thank you.')
    assert.ok(await appears(page.getByText('Save it first')))
    await page.getByRole('button', { name: 'Save the draft' }).click()
    await page.getByText('The draft is saved.').waitFor()
    await page.getByRole('button', { name: 'Issue the invoice' }).click()
    await page.getByRole('heading', { level: 1, name: /^INV-\d{4}-00001$/ }).waitFor()
    await stage.server.jobsIdle()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download the PDF' }).click(),
    ])
    assert.match(download.suggestedFilename(), /^INV-\d{4}-00001\.pdf$/)
    assert.equal((await readFile(await download.path())).subarray(0, 5).toString(), '%PDF-')

    await page.getByLabel('Amount in BHD').fill('11,297')
    await page.getByLabel('Reference').fill('Transfer of today')
    await page.getByRole('button', { name: 'Record the payment' }).dblclick()
    assert.ok(await appears(page.getByText('Partly paid')))
    const paid = await stored(`/api/invoices/${id}`)
    assert.deepEqual([paid.status, paid.paidMinor, paid.balanceMinor], ['partially_paid', '11297', '200000'])

    await page.getByRole('link', { name: 'Credit note' }).click()
    await page.getByText('Lines of its own').click()
    await page.getByRole('button', { name: 'Remove line 2' }).click()
    await page.getByLabel('Quantity of line 1').fill('2')
    assert.ok(await appears(page.getByRole('status', { name: 'Sums' }).getByText('BHD 27.159')))
    await page.getByRole('button', { name: 'Issue the credit note' }).click()
    await page.getByRole('heading', { level: 1, name: /^CN-\d{4}-00001$/ }).waitFor()
    const credited = await stored(`/api/invoices/${id}`)
    assert.deepEqual([credited.creditedMinor, credited.balanceMinor], ['27159', '172841'])
    await page.getByRole('link', { name: 'the invoice' }).click()
    await page.getByRole('button', { name: 'Take it back: BHD 11.297' }).click()
    await page.getByLabel('Why BHD 11.297 is taken back').fill('It was of another customer')
    await page.getByRole('button', { name: 'Take it back', exact: true }).click()
    assert.ok(await appears(page.getByText('The payment is taken back.')))
    assert.equal((await stored(`/api/invoices/${id}`)).balanceMinor, '184138')
  })

  test('an invoice for one of the clients is found by them in their portal', async () => {
    const client = await stage.server.people.signedIn()
    expectStatus(await client.http.post('/api/service-requests', asked, idempotencyKey()), 202)
    const { page } = await at('/finance/invoices/new')
    const choice = page.getByRole('combobox', { name: 'One of your clients' })
    await choice.fill(client.email)
    await page.getByRole('option', { name: client.email }).click()
    assert.ok(await appears(page.getByText('They find the invoice in their portal')))
    assert.equal(await page.getByLabel('E-mail', { exact: true }).inputValue(), client.email)
    await page.getByLabel('Description of line 1').fill('Site review')
    await page.getByLabel('Price, EUR of line 1').fill('100')
    await page.getByLabel('Tax, % of line 1').fill('0')
    assert.deepEqual(await accessibilityFaults(page), [])
    await page.getByRole('button', { name: 'Save the draft' }).click()
    await page.getByRole('heading', { level: 1, name: 'Draft of an invoice' }).waitFor()
    const id = idIn(page)
    assert.equal((await stored(`/api/invoices/${id}`)).clientId, client.id)
    expectStatus(await clerk.http.post(`/api/invoices/${id}/issue`, undefined, idempotencyKey()), 200)
    const portal = await stage.visitor()
    await portal.signIn(client)
    await portal.open('/portal')
    assert.ok(await appears(portal.page.getByRole('list', { name: 'Invoices' }).getByText(/^INV-/)))
  })

  test('what came through Stripe is refunded once, and its state is explained down to zero', async () => {
    const lines = [{ description: 'Consultation', qty: '1', unitMinor: '25000', taxRateBp: 0 }]
    const recipient = { name: 'Ada King', email: 'ada@example.org', address: [], taxNumber: null }
    const draft = await clerk.http.post('/api/invoices', { recipient, currency: 'USD', lines }, idempotencyKey())
    const { id } = expectStatus(draft, 201)
    expectStatus(await clerk.http.post(`/api/invoices/${id}/issue`, {}, idempotencyKey()), 200)
    await stage.server.jobsIdle()
    const { page, open } = await at('/finance/invoices?q=ada')
    await page.getByRole('list', { name: 'Invoices' }).getByRole('link').click()
    await page.getByRole('button', { name: 'Send by mail' }).click()
    assert.ok(await appears(page.getByText('It is on its way.')))
    const link = await pathInMail(stage.server, 'ada@example.org', /token=/)
    const token = new URLSearchParams(new URL(link, stage.server.url).hash.slice(1)).get('token')
    const intent = await stage.server.people
      .anonymous()
      .post(
        '/api/payments/create-intent',
        { subject: { type: 'invoices.invoice', id }, provider: 'stripe', token },
        idempotencyKey(),
      )
    const { paymentId, next } = expectStatus(intent, 201)
    await payByCard(next.clientSecret)
    assert.equal((await stored(`/api/invoices/${id}`)).status, 'paid')

    await open('/finance/payments?state=captured&provider=stripe')
    await page.getByRole('list', { name: 'Payments' }).getByRole('link').click()
    await page.getByRole('button', { name: 'Refund' }).click()
    const dialog = page.getByRole('dialog', { name: 'Refund' })
    await dialog.getByLabel('Amount in USD').fill('250.01')
    await dialog.getByLabel('Why').fill('The second hour was not needed')
    await dialog.getByRole('button', { name: 'Refund it' }).click()
    assert.ok(await appears(dialog.getByText('At most US$250.00')))
    await dialog.getByLabel('Amount in USD').fill('100')
    assert.deepEqual(await accessibilityFaults(page), [])
    await dialog.getByRole('button', { name: 'Refund it' }).dblclick()
    assert.ok(await appears(page.getByText('The refund is asked for.')))
    await stage.server.jobsIdle()
    await stripe.control('settle')
    await stage.server.jobsIdle()
    const payment = await stored(`/api/payments/${paymentId}`)
    assert.deepEqual(
      payment.refunds.map(({ state, amount }: { state: string; amount: { minor: string } }) => [state, amount.minor]),
      [['succeeded', '10000']],
    )
    assert.deepEqual([payment.state, payment.refundable.minor], ['partially_refunded', '15000'])
    assert.ok(await appears(page.getByText('Refund of US$100.00 was made: The second hour was not needed')))

    assert.equal(payment.refunds[0].requestedByName, 'A finance')
    assert.ok(await appears(page.getByText('Asked for by you')))

    await page.getByRole('button', { name: 'Explain this state' }).click()
    assert.ok(await appears(page.getByText('This decided')))
    const zero = page.getByRole('row', { name: 'All entries in USD add up to US$0.00' })
    assert.ok(await appears(zero))
    const { book } = await stored(`/api/payments/${paymentId}/explain`)
    assert.equal(await page.getByRole('row', { name: /^(With|Owed|Earned)/ }).count(), book.length)
    assert.deepEqual(await accessibilityFaults(page), [])
    await page.getByRole('link', { name: /^Invoice INV-/ }).click()
    assert.ok(await appears(page.getByText('US$100.00 taken back')))
    assert.equal((await stored(`/api/invoices/${id}`)).balanceMinor, '10000')
  })

  test('money that only the provider knows is found by a dry run, opened by a real one, and closed with a note', async () => {
    const made = await fetch(`${stripe.url}/v1/payment_intents`, {
      method: 'POST',
      headers: { authorization: `Bearer ${stripe.secretKey}` },
      body: new URLSearchParams({
        ...{ amount: '7000', currency: 'jpy', payment_method: 'pm_card_visa', confirm: 'true' },
        ...{ 'automatic_payment_methods[enabled]': 'true', 'automatic_payment_methods[allow_redirects]': 'never' },
      }),
    })
    assert.equal(made.status, 200, await made.clone().text())
    const { page } = await at('/finance/reconciliation')
    assert.ok(await appears(page.getByText('Nothing differs')))
    await page.getByRole('button', { name: 'Start a dry run: Stripe' }).click()
    assert.ok(await appears(page.getByText('The dry run is under way')))
    await stage.server.jobsIdle()
    await page.reload()
    await page.getByRole('button', { name: 'What it would open, 1' }).first().click()
    assert.ok(await appears(page.getByRole('list', { name: 'Runs' }).getByText('JP¥7,000')))
    assert.deepEqual((await stored('/api/payments/reconciliation/items')).items, [])

    const window = { from: new Date(Date.now() - DAY_MS), to: new Date(Date.now() + DAY_MS) }
    const run = { provider: 'stripe', ...window, isDry: false, startedBy: 'test' }
    await stage.server.app.units.payments.reconcile(run)
    await page.reload()
    const differences = page.getByRole('list', { name: 'Differences' })
    assert.ok(await appears(differences.getByText('the money was taken, JP¥7,000')))
    assert.deepEqual(await accessibilityFaults(page), [])
    const open = (await stored('/api/payments/reconciliation/items')).items
    const close = differences.getByRole('button', { name: 'Close it: The provider has money' }).first()
    await close.click()
    await differences.getByRole('button', { name: 'Close the difference' }).click()
    assert.ok(await appears(differences.getByText('Say why, in 10 letters at least')))
    await differences.getByLabel('Why it can be closed').fill('Of the shop on the same account')
    await differences.getByRole('button', { name: 'Close the difference' }).click()
    assert.ok(await appears(page.getByText('It is closed, with your note.')))
    await page.getByLabel('Those that were closed').check()
    assert.ok(await appears(page.getByText('Closed by you: Of the shop on the same account')))
    const colleague = await stage.visitor()
    await colleague.signIn(await stage.server.people.signedIn('finance'))
    await colleague.open('/finance/reconciliation')
    await colleague.page.getByLabel('Those that were closed').check()
    assert.ok(await appears(colleague.page.getByText('Closed by A finance: Of the shop on the same account')))
    const closed = (await stored('/api/payments/reconciliation/items?closed=true')).items
    assert.deepEqual(
      closed.map(({ closedHow, closedBy }: { closedHow: string; closedBy: string }) => [closedHow, closedBy]),
      [['human', clerk.id]],
    )
    assert.equal((await stored('/api/payments/reconciliation/items')).items.length, open.length - 1)
  })

  test('an invoice that comes again is begun, paused, and goes on', async () => {
    const { page } = await at('/finance/recurring/new')
    await page.getByLabel('Comes', { exact: true }).selectOption('monthly')
    await page.getByLabel('First on').fill('2030-01-31')
    await page.getByLabel('Name', { exact: true }).fill('Hosted Ltd')
    await page.getByLabel('Description of line 1').fill('Hosting')
    await page.getByLabel('Price, EUR of line 1').fill('20')
    await page.getByLabel('Tax, % of line 1').fill('19')
    await page.getByRole('button', { name: 'Begin it' }).click()
    await page.getByRole('button', { name: 'Pause' }).click()
    assert.ok(await appears(page.getByText('It is paused.')))
    const [begun] = (await stored('/api/invoices/recurrences')).items
    assert.deepEqual([begun.status, begun.frequency, begun.startsOn], ['paused', 'monthly', '2030-01-31'])
    await page.getByRole('button', { name: 'Go on' }).click()
    assert.ok(await appears(page.getByText('It goes on.')))
  })

  test('the pages fit a phone, have no accessibility faults in dark colours, and are closed to whoever may not see them', async () => {
    const { page, open, signIn } = await stage.visitor({ viewport: { width: 1000, height: 844 }, colorScheme: 'dark' })
    await signIn(clerk)
    await page.setViewportSize({ width: 390, height: 844 })
    const [invoice] = (await stored('/api/invoices?kind=invoice')).items
    const [payment] = (await stored('/api/payments')).items
    const looked = [`/finance/invoices/${invoice.id}`, '/finance/invoices/new', `/finance/payments/${payment.id}`]
    const plain = [
      `/finance/invoices/${invoice.id}/credit`,
      '/finance/invoices',
      '/finance/payments',
      '/finance/recurring',
    ]
    for (const one of [...looked, '/finance/settings', '/finance/reconciliation', ...plain]) {
      await open(one)
      await page.getByRole('status', { name: 'Loading' }).first().waitFor({ state: 'detached' })
      if (!plain.includes(one)) assert.deepEqual(await accessibilityFaults(page), [], one)
      const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth')
      assert.ok(overflow <= 0, `${one} is ${overflow} pixels wider than the window`)
    }
    const other = await stage.visitor()
    await other.signIn(await stage.server.people.signedIn())
    assert.equal(await other.page.getByRole('link', { name: 'Invoices', exact: true }).count(), 0)
    await other.open('/finance/payments')
    assert.ok(await appears(other.page.getByText('This page is not open to you')))
  })
})
