import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { startServer, type TestServer } from '../../../test/support/server.ts'
import { systemOrigin } from '../db/actor.ts'
import type { Tx } from '../db/database.ts'
import { newId } from '../id.ts'
import { parseMailbox } from './address.ts'
import { forgetRecipient } from './forget.ts'
import { letter, TOKEN } from './letter.test-support.ts'
import { purgeMailJob } from './purge.job.ts'
import { type Receiver, startReceiver } from './smtp-receiver.test-support.ts'
import { hashAddress, type NewSuppression, reasonAgainst, suppress } from './suppressions.ts'

const essential = { ...letter, purpose: 'essential' } as const

describe('forgetting', () => {
  let receiver: Receiver
  let server: TestServer
  before(async () => {
    receiver = await startReceiver()
    server = await startServer({ environment: { SMTP_URL: receiver.url } })
  })
  after(async () => {
    await server.stop()
    await receiver.close()
  })

  const transaction = <Result>(work: (tx: Tx) => Promise<Result>) =>
    server.app.db.transaction(systemOrigin('test', 'test'), work)
  const queue = (tx: Tx, address: string, template: typeof letter = letter) =>
    server.app.mail.send(tx, parseMailbox({ name: 'Ada', address }), template, { name: 'Ada', token: TOKEN })
  const send = async (address: string, template?: typeof letter): Promise<void> => {
    await transaction((tx) => queue(tx, address, template))
    await server.jobsIdle()
  }
  const forget = (address: string) => transaction((tx) => forgetRecipient(tx, address))
  const rowsWith = (text: string) =>
    server.app.db.raw('SELECT id FROM kernel.mail m WHERE lower(m::text) LIKE $1', [`%${text}%`])
  const endings = async (ids: readonly unknown[]) =>
    (
      await server.app.db.raw(
        `SELECT state, last_error AS why, to_name, subject, sealed_message IS NULL AS blank FROM kernel.mail
         WHERE id = ANY($1) ORDER BY id`,
        [ids],
      )
    ).map(({ state, why, to_name, subject, blank }) => [state, why, to_name, subject, blank])
  const idsOf = async (text: string) => (await rowsWith(text)).map(({ id }) => id)

  test('mail that was sent, given up or waits loses the address at once; what is essential, as soon as it is out', async () => {
    const address = 'grace@example.org'
    await send(address)
    receiver.refuse({ at: 'to', code: 550, text: '5.7.1 policy' })
    await send(address)
    receiver.refuse({ at: 'to', code: 451, text: 'later' })
    await send(address)
    const ids = await idsOf('grace')
    assert.equal(ids.length, 3)
    await transaction(async (tx) => {
      await queue(tx, address, essential)
      await queue(tx, address)
      await forgetRecipient(tx, 'GRACE@example.org')
    })
    await server.jobsIdle()
    assert.deepEqual(await idsOf('grace'), [])
    const [last] = await server.app.db.raw<{ ids: string[] }>(
      'SELECT array_agg(id) AS ids FROM (SELECT id FROM kernel.mail ORDER BY id DESC LIMIT 2)',
    )
    assert.deepEqual(await endings([...ids, ...(last?.ids ?? [])]), [
      ['sent', null, null, '', true],
      ['suppressed', 'erased', null, null, true],
      ['suppressed', 'erased', null, null, true],
      ['sent', null, null, '', true],
      ['suppressed', 'erased', null, null, true],
    ])
    assert.equal(receiver.received.filter(({ to }) => to.includes(address)).length, 2)
  })

  test('an essential mail that cannot be delivered keeps nothing of who was erased, and no entry is made', async () => {
    receiver.refuse({ at: 'to', code: 550, text: '5.1.1 no such user' })
    await transaction(async (tx) => {
      await queue(tx, 'joan@example.org', essential)
      await forgetRecipient(tx, 'joan@example.org')
    })
    await server.jobsIdle()
    assert.deepEqual(await idsOf('joan'), [])
    assert.deepEqual(await server.app.db.raw("SELECT 1 FROM kernel.mail_suppression WHERE address LIKE 'joan%'"), [])
  })

  test('complaints and unsubscriptions are heeded without the address; a bounce is gone', async () => {
    const entry = (address: string) => ({ addressHash: hashAddress(address), address, detail: null, mailId: null })
    const wanted: readonly NewSuppression[] = [
      { ...entry('mary@example.org'), reason: 'complaint', scope: 'ordinary' },
      { ...entry('mary@example.org'), reason: 'unsubscribe', scope: 'subscription', subscription: 'test.news' },
      { ...entry('ruth@example.org'), reason: 'bounce', scope: 'ordinary' },
    ]
    for (const one of wanted) await suppress(server.app.db, one)
    await forget('Mary@example.org')
    await forget('ruth@example.org')
    const against = (to_address: string) =>
      reasonAgainst(server.app.db, { id: newId(), to_address, purpose: 'service', subscription: null })
    assert.deepEqual([await against('mary@example.org'), await against('ruth@example.org')], ['complaint', null])
    const kept = await server.app.db.raw<{ address: string | null; address_hash: Buffer }>(
      'SELECT address, address_hash FROM kernel.mail_suppression WHERE address_hash = $1',
      [createHash('sha256').update('mary@example.org').digest()],
    )
    assert.deepEqual(
      kept.map(({ address }) => address),
      [null, null],
    )
  })

  test('what is old goes: sent and suppressed mail after 90 days, mail given up after 30, reports with them', async () => {
    const age = async (address: string, days: number) => {
      await server.app.db.raw(
        `UPDATE kernel.mail SET created_at = created_at - interval '${days} days' WHERE to_address = $1`,
        [address],
      )
    }
    for (const [name, days] of [
      ['sent-old', 91],
      ['sent-young', 89],
    ] as const) {
      await send(`${name}@example.org`)
      await age(`${name}@example.org`, days)
    }
    for (const [name, days] of [
      ['failed-old', 31],
      ['failed-young', 29],
    ] as const) {
      receiver.refuse({ at: 'to', code: 550, text: '5.7.1 policy' })
      await send(`${name}@example.org`)
      await age(`${name}@example.org`, days)
    }
    receiver.refuse({ at: 'to', code: 451, text: 'later' })
    await send('waiting@example.org')
    await age('waiting@example.org', 200)
    const hash = hashAddress('x@example.org')
    for (const days of [91, 89])
      await server.app.db.raw(
        `INSERT INTO kernel.mail_report VALUES ($1, 'bounce', now(), $2, NULL, now() - interval '${days} days')`,
        [newId(), hash],
      )
    for (const [days, body] of [
      [8, null],
      [8, hash],
      [31, hash],
    ] as const)
      await server.app.db.raw(
        `INSERT INTO kernel.mail_webhook VALUES ($1, 'resend', $3, $2, now() - interval '${days} days')`,
        [newId(), body, hashAddress(newId())],
      )
    await transaction((tx) => tx.enqueue({ queue: purgeMailJob.name, data: {}, options: {} }))
    await server.jobsIdle()
    const left = await server.app.db.raw(
      "SELECT to_address FROM kernel.mail WHERE to_address ~ '^(sent|failed|waiting)' ORDER BY to_address",
    )
    assert.deepEqual(
      left.map(({ to_address }) => to_address),
      ['failed-young@example.org', 'sent-young@example.org', 'waiting@example.org'],
    )
    const [rest] = await server.app.db.raw(
      'SELECT (SELECT count(*) FROM kernel.mail_report)::int AS reports, (SELECT count(*) FROM kernel.mail_webhook)::int AS webhooks',
    )
    assert.deepEqual(rest, { reports: 1, webhooks: 1 })
  })
})
