import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { noEffects } from '../../../test/support/effects.ts'
import {
  counted,
  draftBody,
  guest,
  type InvoicesServer,
  seller,
  startInvoices,
} from '../../../test/support/invoices.ts'
import { expectProblem, expectStatus, idempotencyKey } from '../../../test/support/music.ts'
import { setClock } from '../../kernel/clock.ts'
import { systemOrigin } from '../../kernel/db/actor.ts'
import type { Id } from '../../kernel/id.ts'
import { gapCheck } from './series.ts'

let server: InvoicesServer
before(async () => {
  server = await startInvoices()
})
after(() => server.stop())

const year = new Date().getUTCFullYear()

describe('a draft', () => {
  test('has its sums, no number, and can be changed by who has read it last', async () => {
    const effects = await server.watch()
    const made = await server.draft({ discountMinor: '1000' })
    assert.deepEqual([made.status, made.number, made.version], ['draft', null, 1])
    assert.deepEqual(
      [made.subtotalMinor, made.discountMinor, made.taxMinor, made.totalMinor],
      ['93625', '1000', '15706', '108331'],
    )
    const changed = await server.clerk.http.put(`/api/invoices/${made.id}`, {
      ...draftBody({ currency: 'JPY' }),
      version: 1,
    })
    assert.deepEqual([expectStatus(changed, 200).currency, changed.body.version], ['JPY', 2])
    expectProblem(
      await server.clerk.http.put(`/api/invoices/${made.id}`, { ...draftBody(), version: 1 }),
      'invoices/stale',
    )
    expectStatus(await server.clerk.http.delete(`/api/invoices/${made.id}`), 204)
    expectProblem(await server.clerk.http.get(`/api/invoices/${made.id}`), 'invoices/invoice-not-found')
    assert.deepEqual(counted(await effects()), {
      'audit invoices.invoice.drafted': 1,
      'audit invoices.invoice.changed': 1,
      'audit invoices.invoice.deleted': 1,
    })
  })

  const line = { description: 'A', qty: '1', unitMinor: '1', taxRateBp: 0 }
  const refusals = [
    { name: 'without lines', body: { lines: [] }, code: 'http/invalid' },
    { name: 'with a negative quantity', body: { lines: [{ ...line, qty: '-1' }] }, code: 'http/invalid' },
    { name: 'with a price that is a number', body: { lines: [{ ...line, unitMinor: 1 }] }, code: 'http/invalid' },
    { name: 'with a total of its own', body: { totalMinor: '1' }, code: 'http/invalid' },
    { name: 'in a currency nobody knows', body: { currency: 'ZZZ' }, code: 'money/unknown-currency' },
    {
      name: 'with more discount than lines',
      body: { lines: [line], discountMinor: '2' },
      code: 'invoices/discount-too-large',
    },
    { name: 'for nobody', body: { recipient: undefined }, code: 'invoices/no-recipient' },
    {
      name: 'for a person who is not there',
      body: { recipient: undefined, clientId: '01a1fbea-df40-7000-8000-000000000000' },
      code: 'invoices/no-recipient',
    },
    {
      name: 'to an address that is none',
      body: { recipient: { ...guest(), email: 'a@b@c' } },
      code: 'mail/bad-address',
    },
    {
      name: 'in letters that cannot be printed',
      body: { recipient: { ...guest(), name: '\u65e5\u672c' } },
      code: 'invoices/unprintable',
    },
    {
      name: 'in letters that run from the right',
      body: { note: '\u05e9\u05dc\u05d5\u05dd' },
      code: 'invoices/unprintable',
    },
    {
      name: 'that comes to too much',
      body: { lines: [{ ...line, qty: '999999999', unitMinor: '999999999999999999' }] },
      code: 'invoices/too-large',
    },
  ]
  for (const { name, body, code } of refusals)
    test(`is refused ${name}, and leaves nothing`, async () => {
      const effects = await server.watch()
      expectProblem(await server.ask('/api/invoices', draftBody(body)), code)
      assert.deepEqual(await effects(), noEffects)
    })

  test('comes to what was answered to whoever asked for the sums alone, who leaves nothing', async () => {
    const effects = await server.watch()
    const lines = [
      { qty: '7.5', unitMinor: '9950', taxRateBp: 2000 },
      { qty: '500', unitMinor: '38', taxRateBp: 500 },
    ]
    const asked = await server.clerk.http.post('/api/invoices/totals', {
      currency: 'EUR',
      lines,
      discountMinor: '1000',
    })
    const { subtotalMinor, discountMinor, taxMinor, totalMinor, taxes } = expectStatus(asked, 200)
    assert.deepEqual(
      [subtotalMinor, discountMinor, taxMinor, totalMinor, taxes.map(({ rateBp }: { rateBp: number }) => rateBp)],
      ['93625', '1000', '15706', '108331', [500, 2000]],
    )
    const tooMuch = { currency: 'EUR', lines, discountMinor: '93626' }
    expectProblem(await server.clerk.http.post('/api/invoices/totals', tooMuch), 'invoices/discount-too-large')
    assert.deepEqual(await effects(), noEffects)
  })

  test('is found by a part of whom it is for, in which no letter stands for others', async () => {
    await server.draft({ recipient: { ...guest('100% Søstre'), email: null } })
    const found = async (q: string) =>
      expectStatus(await server.clerk.http.get(`/api/invoices?q=${encodeURIComponent(q)}`), 200).items.map(
        ({ recipientName }: { recipientName: string }) => recipientName,
      )
    assert.deepEqual(await found('søst'), ['100% Søstre'])
    assert.deepEqual(await found('0% s'), ['100% Søstre'])
    assert.deepEqual(await found('1%s'), [])
  })

  test('for a person goes to their name and address', async () => {
    const client = await server.people.signedIn()
    const { id } = await server.draft({ recipient: undefined, clientId: client.id })
    assert.deepEqual((await server.read(id)).recipient, {
      name: 'A person',
      email: client.email,
      address: [],
      taxNumber: null,
    })
  })

  test('for a part of a source is made once, and again when that one is void', async () => {
    const source = { type: 'agency.appointment', id: 'one', part: 'deposit' }
    const first = await server.draft({ source })
    expectProblem(await server.ask('/api/invoices', draftBody({ source })), 'invoices/source-invoiced')
    expectStatus(await server.ask(`/api/invoices/${first.id}/issue`), 200)
    expectStatus(await server.ask(`/api/invoices/${first.id}/void`, { reason: 'Wrong address' }), 200)
    await server.draft({ source })
    assert.equal((await server.app.units.invoices.ofSource(server.app.db, source)).length, 2)
  })
})

describe('an issue', () => {
  test('numbers and freezes the draft, once, for the same key with one effect', async () => {
    const { id } = await server.draft()
    const effects = await server.watch()
    const key = idempotencyKey()
    const [first, again] = [
      await server.clerk.http.post(`/api/invoices/${id}/issue`, undefined, key),
      await server.clerk.http.post(`/api/invoices/${id}/issue`, undefined, key),
    ]
    assert.deepEqual(expectStatus(first, 200), again.body)
    assert.match(first.body.number, new RegExp(`^INV-${year}-\\d{5}$`))
    assert.deepEqual([first.body.status, first.body.balanceMinor], ['issued', '109500'])
    expectProblem(await server.ask(`/api/invoices/${id}/issue`), 'invoices/not-draft')
    expectProblem(await server.clerk.http.delete(`/api/invoices/${id}`), 'invoices/not-draft')
    assert.deepEqual(counted(await effects()), {
      'audit invoices.invoice.issued': 1,
      'event invoices.invoice.issued': 1,
    })
  })

  test('of nothing to pay is paid at once', async () => {
    const { id } = await server.draft({ lines: [{ description: 'A gift', qty: '1', unitMinor: '0', taxRateBp: 0 }] })
    const effects = await server.watch()
    assert.equal(expectStatus(await server.ask(`/api/invoices/${id}/issue`), 200).status, 'paid')
    assert.deepEqual(counted(await effects()), {
      ...{ 'audit invoices.invoice.issued': 1, 'audit invoices.invoice.paid': 1 },
      ...{ 'event invoices.invoice.issued': 1, 'event invoices.invoice.paid': 1 },
    })
  })

  test('is dated where the business is, and a new year begins a new series', async () => {
    const restore = setClock(() => Date.parse('2031-12-31T23:30:00Z'))
    try {
      const { id } = await server.app.db.transaction(systemOrigin('test', 'test'), async (tx) => {
        const { draft, issue } = server.app.units.invoices
        const input = {
          recipient: guest(),
          currency: 'EUR',
          lines: [{ description: 'A', qty: '1', unitMinor: 100n, taxRateBp: 0 }],
        }
        await tx.raw("UPDATE invoices.settings SET zone = 'Africa/Nairobi'")
        const issued = await issue(tx, (await draft(tx, { ...input, dueInDays: 30 })).id)
        await tx.raw('UPDATE invoices.settings SET zone = $1', [seller.zone])
        return issued
      })
      restore()
      const { number, issuedOn, dueOn } = await server.read(id)
      assert.deepEqual([number, issuedOn, dueOn], ['INV-2032-00001', '2032-01-01', '2032-01-31'])
    } finally {
      restore()
    }
  })

  test('fifty at once, some of them rolled back, leave no gap', async () => {
    const restore = setClock(() => Date.parse('2040-06-01T12:00:00Z'))
    const { invoices } = server.app.units
    const origin = systemOrigin('test', 'test')
    const input = {
      recipient: guest(),
      currency: 'EUR',
      lines: [{ description: 'A', qty: '1', unitMinor: 100n, taxRateBp: 0 }],
    }
    let rolledBack = 0
    const ids = await server.app.db.transaction(origin, async (tx) => {
      const drafts: Id<'invoice'>[] = []
      for (let at = 0; at < 50; at += 1) drafts.push((await invoices.draft(tx, input)).id)
      return drafts
    })
    const one = async (id: Id<'invoice'>, at: number): Promise<string> => {
      for (let rolls = 0; ; ) {
        try {
          const { number } = await server.app.db.transaction(origin, async (tx) => {
            const issued = await invoices.issue(tx, id)
            if (rolls < at % 4) throw new Error('rolled back')
            return issued
          })
          return number ?? ''
        } catch (error) {
          if ((error as Error).message === 'rolled back') {
            rolls += 1
            rolledBack += 1
          } else assert.match((error as { code: string }).code, /^database\/(pool-timeout|locked|busy)$/)
        }
      }
    }
    try {
      const numbers = await Promise.all(ids.map(one))
      const expected = Array.from({ length: 50 }, (_, at) => `INV-2040-${String(at + 1).padStart(5, '0')}`)
      assert.deepEqual(numbers.sort(), expected)
      assert.equal(rolledBack, 73)
    } finally {
      restore()
    }
    await server.jobsIdle()
    const health = await server.app.health.report()
    assert.equal(health.checks.invoices?.status, 'pass')
  })

  test('that is missing shows in health', async () => {
    const { id, number } = await server.issued()
    await server.issued()
    const tables = ['line', 'document'].map((table) => `invoices.${table}`)
    for (const table of tables) await server.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`)
    await server.query('UPDATE invoices.document SET series_year = 1999 WHERE id = $1', [id])
    const check = gapCheck(server.app.db)
    const signal = AbortSignal.timeout(5000)
    const found = await check.run(signal)
    assert.equal(found.status, 'fail')
    assert.match(found.observed, new RegExp(`^numbers are missing: invoice ${year}: \\d+ of \\d+$`))
    await server.query('UPDATE invoices.document SET series_year = $2 WHERE id = $1', [id, number.split('-')[1]])
    assert.equal((await check.run(signal)).status, 'fail', 'looked at again after ten minutes only')
    assert.equal((await gapCheck(server.app.db).run(signal)).status, 'pass')
    for (const table of tables) await server.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`)
  })

  test('waits until somebody has said who issues', async () => {
    const { id } = await server.draft()
    const refused = server.app.db.transaction(systemOrigin('test', 'test'), async (tx) => {
      await tx.raw('DELETE FROM invoices.settings')
      await server.app.units.invoices.issue(tx, id as never)
    })
    await assert.rejects(refused, { code: 'invoices/settings-missing' })
    assert.equal((await server.read(id)).status, 'draft')
  })
})

describe('what was issued', () => {
  const refused = (text: string, values: readonly unknown[]) =>
    assert.rejects(server.query(text, values), { code: '23514' }, text)

  test('stays as it is, whoever writes SQL', async () => {
    const { id } = await server.issued()
    for (const change of [
      ...[
        "recipient_name = 'Other'",
        "note = 'More'",
        'due_on = due_on + 30',
        'total_minor = 0, tax_minor = 0, subtotal_minor = 0, discount_minor = 0',
      ],
      ...[
        "number = 'INV-1'",
        'issued_at = NULL',
        "snapshot = '{}'",
        'paid_minor = total_minor',
        'credited_minor = 1',
        "currency = 'USD'",
      ],
      ...[
        "pdf_sha256 = decode(repeat('00', 32), 'hex')",
        "source_type = 'a', source_id = 'b'",
        "taxes = '[]'",
        'customer_id = (SELECT min(id::text)::uuid FROM invoices.customer)',
      ],
    ])
      await refused(`UPDATE invoices.document SET ${change} WHERE id = $1`, [id])
    await refused('DELETE FROM invoices.document WHERE id = $1', [id])
    await refused("UPDATE invoices.line SET description = 'Other' WHERE document_id = $1", [id])
    await refused('DELETE FROM invoices.line WHERE document_id = $1', [id])
    await refused(
      "INSERT INTO invoices.line SELECT document_id, 9, 'More', 1, 1, 0, 1, 0, 0 FROM invoices.line WHERE document_id = $1 LIMIT 1",
      [id],
    )
    await refused('UPDATE invoices.series SET last_number = last_number - 1', [])
    await refused('UPDATE invoices.series SET last_number = last_number + 2', [])
    await refused('DELETE FROM invoices.series', [])
    await refused('TRUNCATE invoices.document CASCADE', [])
    assert.equal((await server.read(id)).status, 'issued')
  })

  test('has lines that come to its sums', async () => {
    const { id } = await server.draft()
    await server.query(
      'UPDATE invoices.line SET amount_minor = amount_minor + 1 WHERE document_id = $1 AND position = 1',
      [id],
    )
    expectProblem(await server.ask(`/api/invoices/${id}/issue`), 'database/rule-violated')
    await server.query('DELETE FROM invoices.line WHERE document_id = $1', [id])
    expectProblem(await server.ask(`/api/invoices/${id}/issue`), 'database/rule-violated')
  })

  test('is void only while nothing was paid, and keeps its number', async () => {
    const { id, number } = await server.issued()
    const effects = await server.watch()
    const answer = expectStatus(await server.ask(`/api/invoices/${id}/void`, { reason: 'Never ordered' }), 200)
    assert.deepEqual([answer.status, answer.number, answer.balanceMinor], ['void', number, '0'])
    expectProblem(await server.ask(`/api/invoices/${id}/void`, { reason: 'Again' }), 'invoices/not-unpaid')
    expectProblem(await server.ask(`/api/invoices/${id}/write-off`, { reason: 'Again' }), 'invoices/nothing-due')
    expectProblem(await server.ask(`/api/invoices/${id}/credit`, {}), 'invoices/nothing-to-credit')
    expectProblem(await server.ask(`/api/invoices/${id}/send`), 'invoices/not-issued')
    assert.deepEqual(counted(await effects()), {
      'audit invoices.invoice.voided': 1,
      'event invoices.invoice.voided': 1,
    })
    await refused('UPDATE invoices.document SET voided_at = NULL, closing_reason = NULL WHERE id = $1', [id])
  })
})

describe('the settings', () => {
  const refusals = [
    { name: 'with a zone that is none', body: { zone: 'Mars/Olympus' }, code: 'invoices/bad-settings' },
    { name: 'with one prefix for both series', body: { creditNotePrefix: 'INV' }, code: 'invoices/bad-settings' },
    { name: 'read before somebody else changed them', body: { version: 7 }, code: 'invoices/stale' },
    { name: 'as if they were the first', body: { version: 0 }, code: 'invoices/stale' },
    { name: 'with an address that is none', body: { sellerEmail: 'a@b@c' }, code: 'mail/bad-address' },
  ]
  for (const { name, body, code } of refusals)
    test(`are refused ${name}`, async () => {
      const effects = await server.watch()
      expectProblem(await server.clerk.http.put('/api/invoices/settings', { ...seller, version: 1, ...body }), code)
      assert.deepEqual(await effects(), noEffects)
    })

  test('are for who may', async () => {
    const stranger = await server.people.signedIn()
    expectProblem(await stranger.http.get('/api/invoices/settings'), 'http/denied')
    assert.equal(expectStatus(await server.clerk.http.get('/api/invoices/settings'), 200).version, 1)
  })
})
