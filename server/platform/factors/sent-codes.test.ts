import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { testOrigin } from '../../../test/support/database.ts'
import { BEHIND_PROXY, newPhone, somebody } from '../../../test/support/factors.ts'
import { startServer } from '../../../test/support/server.ts'
import { seal, unseal } from '../../kernel/crypto/seal.ts'
import { enqueue } from '../../kernel/jobs/job.ts'
import { purgeSmsJob } from '../../kernel/sms/sms-job.ts'
import { createVault } from '../../kernel/vault/vault.ts'
import { tidyJob } from './housekeeping.jobs.ts'
import { NUMBERS } from './sms.ts'

const server = await startServer({ environment: BEHIND_PROXY })
const { db } = server.app

describe('what is left of sent codes and passkey challenges', () => {
  after(() => server.stop())

  test('is removed once it is over, and not before', async () => {
    const person = await somebody(server)
    await person.http.post('/api/auth/mfa/sms', { phone: newPhone() })
    await person.http.post('/api/auth/mfa/email', {})
    await person.http.post('/api/auth/mfa/passkeys/options', {})
    const tables = ['phone', 'email', 'sent_code', 'send_count', 'passkey_challenge'].map((name) => `factors.${name}`)
    const counts = () =>
      Promise.all(
        [...tables, 'kernel.sms', 'kernel.sms_count'].map(
          async (table) => (await db.raw(`SELECT 1 FROM ${table}`)).length,
        ),
      )
    const tidy = async () => {
      await server.jobsIdle()
      await db.transaction(testOrigin, async (tx) => {
        await enqueue(tx, tidyJob, {})
        await enqueue(tx, purgeSmsJob, {})
      })
      await server.jobsIdle()
    }
    const before = await counts()
    assert.deepEqual(before, [1, 1, 2, 2, 1, 1, 4])
    await tidy()
    assert.deepEqual(await counts(), before)
    for (const column of ['phone.created_at', 'email.created_at', 'sent_code.expires_at', 'send_count.ends_at'])
      await db.raw(`UPDATE factors.${column.replace('.', ' SET ')} = now() - interval '25 hours'`)
    await db.raw("UPDATE factors.passkey_challenge SET expires_at = now() - interval '1 second'")
    await db.raw("UPDATE kernel.sms SET expires_at = now() - interval '31 days'")
    await db.raw("UPDATE kernel.sms_count SET ends_at = now() - interval '1 second'")
    await tidy()
    assert.deepEqual(await counts(), [0, 0, 0, 0, 0, 0, 0])
  })

  test('numbers sealed by an encryption key itself come under the vault’s', async () => {
    const person = await somebody(server)
    const phone = newPhone()
    await person.http.post('/api/auth/mfa/sms', { phone })
    const read = async () => {
      const [row] = await db.raw<{ id: string; number: Buffer }>(
        'SELECT id, number FROM factors.phone WHERE user_id = $1',
        [person.id],
      )
      assert.ok(row)
      return row
    }
    const { encryption } = server.config.keys
    const vault = createVault(encryption)
    const { id } = await read()
    await db.raw('UPDATE factors.phone SET number = $2 WHERE id = $1', [id, seal(encryption, id, phone)])
    const renew = () => db.transaction(testOrigin, (tx) => vault.renew(tx, NUMBERS, 1000))
    assert.equal(await renew(), 1)
    assert.equal(await renew(), 0)
    const { number } = await read()
    assert.throws(() => unseal(encryption, id, number))
    assert.equal(await vault.open(db, { ...NUMBERS.place, id }, number), phone)
  })
})
