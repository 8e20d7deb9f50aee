import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import { noEffects } from '../../../test/support/effects.ts'
import { counted, guest, type InvoicesServer, startInvoices } from '../../../test/support/invoices.ts'
import { expectStatus } from '../../../test/support/music.ts'
import { startServer, type TestServer } from '../../../test/support/server.ts'
import { setClock } from '../../kernel/clock.ts'
import { systemOrigin } from '../../kernel/db/actor.ts'
import { addDays } from '../../kernel/zoned.ts'

let server: InvoicesServer
let beside: TestServer
let restore = (): void => undefined
before(async () => {
  server = await startInvoices({ zone: 'Pacific/Auckland' })
  beside = await startServer({ environment: { DATABASE_URL: server.databaseUrl, DATA_DIR: server.config.dataDir } })
})
after(async () => {
  await beside.stop()
  await server.stop()
})
afterEach(async () => {
  restore()
  restore = () => undefined
  for (const { id } of (await server.clerk.http.get('/api/invoices?status=issued')).body.items)
    await server.ask(`/api/invoices/${id}/write-off`, { reason: 'The next case' })
})

const HOUR_MS = 3600 * 1000

/** Runs the hourly job at this instant in both processes at once. */
async function remindAt(instant: string): Promise<void> {
  restore()
  restore = setClock(() => Date.parse(instant))
  await server.app.db.transaction(systemOrigin('test', 'test'), async (tx) => {
    for (let at = 0; at < 4; at += 1) await tx.enqueue({ queue: 'invoices.remind', data: {}, options: {} })
  })
  await Promise.all([server.jobsIdle(), beside.jobsIdle()])
  restore()
  restore = () => undefined
}

const noon = (date: string) => `${date}T00:30:00Z`
const reminded = async (id: string) =>
  (await server.read(id)).notices.map((one: { step: number; outcome: string }) => `${one.step} ${one.outcome}`)

describe('reminders', () => {
  test('come after 1, 7 and 14 days of the business, each once, whoever runs', async () => {
    const { id, dueOn } = await server.issued()
    const effects = await server.watch()
    const lastMoment = new Date(Date.parse(`${dueOn}T23:59:59Z`) - 13 * HOUR_MS).toISOString()
    await remindAt(lastMoment)
    assert.deepEqual(await effects(), noEffects)
    const nextDay = new Date(Date.parse(lastMoment) + 2000).toISOString()
    for (const instant of [nextDay, nextDay, noon(addDays(dueOn, 6)), noon(addDays(dueOn, 7)), noon(addDays(dueOn, 8))])
      await remindAt(instant)
    for (const days of [13, 14, 15, 40]) await remindAt(noon(addDays(dueOn, days)))
    assert.deepEqual(counted(await effects()), {
      ...{ 'audit invoices.invoice.reminded': 3, 'event invoices.invoice.overdue': 1 },
      ...{ 'mail invoices.overdue-1': 1, 'mail invoices.overdue-2': 1, 'mail invoices.overdue-3': 1 },
    })
    assert.deepEqual(await reminded(id), ['1 sent', '2 sent', '3 sent'])
  })

  test('that were missed are not made up for: the last that is due comes alone', async () => {
    const { id, dueOn } = await server.issued()
    const effects = await server.watch()
    await remindAt(noon(addDays(dueOn, 9)))
    assert.deepEqual(counted(await effects()), {
      ...{ 'audit invoices.invoice.reminded': 1, 'event invoices.invoice.overdue': 1, 'mail invoices.overdue-2': 1 },
    })
    assert.deepEqual(await reminded(id), ['1 left_out', '2 sent'])
  })

  const quiet = [
    { name: 'of a paid invoice', prepare: (id: string) => payAll(id), overdue: 0 },
    {
      name: 'of a void one',
      prepare: (id: string) => server.ask(`/api/invoices/${id}/void`, { reason: 'Void' }),
      overdue: 0,
    },
    {
      name: 'of one whose reminders are paused',
      prepare: (id: string) => server.clerk.http.put(`/api/invoices/${id}/dunning`, { paused: true }),
      overdue: 1,
    },
    {
      name: 'of one in dispute',
      prepare: (id: string) => server.clerk.http.put(`/api/invoices/${id}/dunning`, { paused: false, disputed: true }),
      overdue: 1,
    },
    {
      name: 'to a paused customer',
      prepare: async (id: string) => pauseCustomer((await server.read(id)).customerId),
      overdue: 1,
    },
  ]
  for (const { name, prepare, overdue } of quiet)
    test(`${name} do not come`, async () => {
      const { id, dueOn } = await server.issued()
      expectStatus(await prepare(id), 200)
      const effects = await server.watch()
      await remindAt(noon(addDays(dueOn, 30)))
      assert.deepEqual(counted(await effects()), overdue === 0 ? {} : { 'event invoices.invoice.overdue': 1 })
      assert.deepEqual(await reminded(id), [])
    })

  test('are left out where there is no address', async () => {
    const { id, dueOn } = await server.issued({ recipient: { ...guest(), email: null } })
    const effects = await server.watch()
    for (const days of [2, 8]) await remindAt(noon(addDays(dueOn, days)))
    assert.deepEqual(counted(await effects()), { 'event invoices.invoice.overdue': 1 })
    assert.deepEqual(await reminded(id), ['1 left_out', '2 left_out'])
  })

  test('come again when the pause is over, and of what is left of a part that was paid', async () => {
    const recipient = guest()
    const { id, dueOn, customerId } = await server.issued({ recipient })
    await pauseCustomer(customerId)
    await remindAt(noon(addDays(dueOn, 2)))
    expectStatus(await server.clerk.http.patch(`/api/invoices/customers/${customerId}`, { dunningPaused: false }), 200)
    const body = {
      invoiceId: id,
      method: 'cash',
      reference: 'Till',
      receivedOn: dueOn,
      currency: 'EUR',
      amountMinor: '9500',
    }
    expectStatus(await server.ask('/api/invoices/payments', body), 201)
    await remindAt(noon(addDays(dueOn, 3)))
    assert.deepEqual(await reminded(id), ['1 sent'])
    const mail = await mailTo(recipient.email)
    assert.match(mail?.text ?? '', /1000\.00 EUR of invoice INV-\d+-\d+ is still open/)
  })
})

/** The last mail to this address, by whichever process: they have one mailbox. */
async function mailTo(address: string) {
  return (await server.mailbox()).findLast(({ to }) => to.address === address)
}

async function payAll(id: string) {
  const { balanceMinor, dueOn } = await server.read(id)
  const body = {
    invoiceId: id,
    method: 'cash',
    reference: 'Till',
    receivedOn: dueOn,
    currency: 'EUR',
    amountMinor: balanceMinor,
  }
  expectStatus(await server.ask('/api/invoices/payments', body), 201)
  await server.jobsIdle()
  return await server.clerk.http.get(`/api/invoices/${id}`)
}

async function pauseCustomer(customerId: string) {
  return await server.clerk.http.patch(`/api/invoices/customers/${customerId}`, { dunningPaused: true })
}
