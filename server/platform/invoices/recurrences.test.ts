import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { noEffects } from '../../../test/support/effects.ts'
import { counted, draftBody, guest, type InvoicesServer, startInvoices } from '../../../test/support/invoices.ts'
import { expectProblem, expectStatus } from '../../../test/support/music.ts'
import { startServer, type TestServer } from '../../../test/support/server.ts'
import { setClock } from '../../kernel/clock.ts'
import { systemOrigin } from '../../kernel/db/actor.ts'
import { addDays } from '../../kernel/zoned.ts'
import { type Frequency, frequencies, periodDate } from './periods.ts'
import { turnRecurrence } from './recurrences.ts'

let server: InvoicesServer
let beside: TestServer
let restore = (): void => undefined
before(async () => {
  server = await startInvoices({ zone: 'America/New_York' })
  beside = await startServer({ environment: { DATABASE_URL: server.databaseUrl, DATA_DIR: server.config.dataDir } })
})
after(async () => {
  await beside.stop()
  await server.stop()
})
afterEach(async () => {
  restore()
  restore = () => undefined
  await server.query("UPDATE invoices.recurrence SET status = 'ended', next_on = NULL")
})

/** Runs the hourly job at this instant, several at once in two processes. */
async function recurAt(instant: string): Promise<void> {
  restore()
  restore = setClock(() => Date.parse(instant))
  await server.app.db.transaction(systemOrigin('test', 'test'), async (tx) => {
    for (let at = 0; at < 3; at += 1) await tx.enqueue({ queue: 'invoices.recur', data: {}, options: {} })
  })
  await Promise.all([server.jobsIdle(), beside.jobsIdle()])
  restore()
  restore = () => undefined
}

const begin = (body: object) =>
  server.ask('/api/invoices/recurrences', { template: draftBody(), frequency: 'monthly', mode: 'draft', ...body })
const begun = async (body: object) => expectStatus(await begin(body), 201)
const turn = (id: string, status: string) => server.clerk.http.patch(`/api/invoices/recurrences/${id}`, { status })

async function periodsOf(id: string): Promise<string[]> {
  const rows = await server.query<{ part: string }>(
    "SELECT source_part AS part FROM invoices.document WHERE source_type = 'invoices.recurrence' AND source_id = $1 ORDER BY source_part",
    [id],
  )
  return rows.map(({ part }) => part)
}

describe('the days of a recurring invoice', () => {
  test('in each of the twelve frequencies', () => {
    const third = frequencies.map((frequency) => [
      frequency,
      periodDate('2027-08-31', frequency, 1),
      periodDate('2027-08-31', frequency, 2),
    ])
    assert.deepEqual(third, [
      ['daily', '2027-09-01', '2027-09-02'],
      ['weekly', '2027-09-07', '2027-09-14'],
      ['two_weeks', '2027-09-14', '2027-09-28'],
      ['four_weeks', '2027-09-28', '2027-10-26'],
      ['monthly', '2027-09-30', '2027-10-31'],
      ['two_months', '2027-10-31', '2027-12-31'],
      ['three_months', '2027-11-30', '2028-02-29'],
      ['four_months', '2027-12-31', '2028-04-30'],
      ['six_months', '2028-02-29', '2028-08-31'],
      ['annually', '2028-08-31', '2029-08-31'],
      ['two_years', '2029-08-31', '2031-08-31'],
      ['three_years', '2030-08-31', '2033-08-31'],
    ])
    assert.deepEqual(
      [1, 2, 3, 4].map((at) => periodDate('2028-02-29', 'annually', at)),
      ['2029-02-28', '2030-02-28', '2031-02-28', '2032-02-29'],
    )
  })

  test('only grow, and keep to the first day wherever the month has it', () => {
    const day = fc
      .tuple(fc.integer({ min: 2000, max: 2100 }), fc.nat(365))
      .map(([year, days]) => addDays(`${year}-01-01`, days))
    fc.assert(
      fc.property(day, fc.constantFrom<Frequency>(...frequencies), fc.nat(60), (startsOn, frequency, index) => {
        const [one, next] = [periodDate(startsOn, frequency, index), periodDate(startsOn, frequency, index + 1)]
        assert.ok(one < next)
        if (frequency.endsWith('months') || frequency === 'monthly' || /year|annually/.test(frequency)) {
          const isLast = addDays(one, 1).endsWith('-01')
          assert.ok(
            one.slice(8) === startsOn.slice(8) || (isLast && one.slice(8) < startsOn.slice(8)),
            `${startsOn} ${frequency} ${index}: ${one}`,
          )
        }
      }),
    )
  })
})

describe('a recurring invoice', () => {
  test('comes on the day of the business, over a change of its clocks, once for all who run', async () => {
    const { id } = await begun({ frequency: 'daily', startsOn: '2027-03-13' })
    await recurAt('2027-03-13T04:59:00Z')
    assert.deepEqual(await periodsOf(id), [])
    await recurAt('2027-03-13T05:00:00Z')
    assert.deepEqual(await periodsOf(id), ['2027-03-13'])
    await recurAt('2027-03-14T04:59:00Z')
    await recurAt('2027-03-14T05:00:00Z')
    await recurAt('2027-03-15T03:59:00Z')
    assert.deepEqual(await periodsOf(id), ['2027-03-13', '2027-03-14'])
    await recurAt('2027-03-15T04:00:00Z')
    assert.deepEqual(await periodsOf(id), ['2027-03-13', '2027-03-14', '2027-03-15'])
  })

  test('makes up for what was missed, one for each period, the month end without drift', async () => {
    const { id } = await begun({ startsOn: '2027-12-31', endsOn: '2028-04-15' })
    await recurAt('2028-03-31T12:00:00Z')
    assert.deepEqual(await periodsOf(id), ['2027-12-31', '2028-01-31', '2028-02-29', '2028-03-31'])
    const { status, nextOn } = expectStatus(await server.clerk.http.get(`/api/invoices/recurrences/${id}`), 200)
    assert.deepEqual([status, nextOn], ['ended', null])
    await recurAt('2028-06-30T12:00:00Z')
    assert.equal((await periodsOf(id)).length, 4)
    expectProblem(await turn(id, 'active'), 'invoices/recurrence-ended')
  })

  test('leaves out what fell into a pause', async () => {
    const { id } = await begun({ frequency: 'weekly', startsOn: '2027-05-03' })
    await recurAt('2027-05-03T12:00:00Z')
    expectStatus(await turn(id, 'paused'), 200)
    await recurAt('2027-05-20T12:00:00Z')
    const now = setClock(() => Date.parse('2027-05-21T12:00:00Z'))
    await server.app.db.transaction(systemOrigin('test', 'test'), async (tx) => {
      await turnRecurrence(tx, id, 'active')
    })
    now()
    await recurAt('2027-05-25T12:00:00Z')
    assert.deepEqual(await periodsOf(id), ['2027-05-03', '2027-05-24'])
    expectStatus(await turn(id, 'ended'), 200)
  })

  test('is drafted, issued, or issued and mailed, as was asked for', async () => {
    const startsOn = '2027-07-01'
    for (const mode of ['draft', 'issue', 'send'])
      await begun({ mode, startsOn, template: draftBody({ recipient: guest() }) })
    const effects = await server.watch()
    await recurAt('2027-07-01T12:00:00Z')
    assert.deepEqual(counted(await effects()), {
      ...{
        'audit invoices.invoice.drafted': 3,
        'audit invoices.invoice.issued': 2,
        'event invoices.invoice.issued': 2,
      },
      ...{ 'audit invoices.document.sent': 1, 'mail invoices.invoice': 1 },
    })
  })

  const refusals = [
    { name: 'from a day that is over', body: { startsOn: '2020-01-01' }, code: 'invoices/bad-date' },
    {
      name: 'until before it begins',
      body: { startsOn: '2030-01-02', endsOn: '2030-01-01' },
      code: 'invoices/bad-date',
    },
    { name: 'in a frequency nobody knows', body: { frequency: 'hourly' }, code: 'http/invalid' },
    {
      name: 'that could not be drafted',
      body: { template: draftBody({ recipient: undefined }) },
      code: 'invoices/no-recipient',
    },
  ]
  for (const { name, body, code } of refusals)
    test(`is refused ${name}, and leaves nothing`, async () => {
      const effects = await server.watch()
      expectProblem(await begin({ startsOn: '2030-01-01', ...body }), code)
      assert.deepEqual(await effects(), noEffects)
    })
})
