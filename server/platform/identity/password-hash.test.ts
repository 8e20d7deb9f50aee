import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, test } from 'node:test'
import { createPasswordHasher } from './password-hash.ts'

const pepper = randomBytes(32)
const cheap = { memoryKib: 1024, passes: 1 }

describe('password hashing', () => {
  test('a hash is argon2id in PHC form, salted, and opens with its password only', async () => {
    const hasher = createPasswordHasher(cheap, pepper)
    const [one, other] = [await hasher.hash('a password'), await hasher.hash('a password')]
    assert.match(one, /^\$argon2id\$v=19\$m=1024,t=1,p=1\$/)
    assert.notEqual(one, other)
    assert.equal(await hasher.verify(one, 'a password'), true)
    assert.equal(await hasher.verify(one, 'A password'), false)
  })

  test('a hash without the pepper opens nothing', async () => {
    const hash = await createPasswordHasher(cheap, pepper).hash('a password')
    assert.equal(await createPasswordHasher(cheap, randomBytes(32)).verify(hash, 'a password'), false)
  })

  test('no account is never right', async () => {
    assert.equal(await createPasswordHasher(cheap, pepper).verify(null, 'a password'), false)
  })

  test('a hash made at another cost is outdated', async () => {
    const hash = await createPasswordHasher(cheap, pepper).hash('a password')
    assert.equal(createPasswordHasher(cheap, pepper).isOutdated(hash), false)
    assert.equal(createPasswordHasher({ memoryKib: 2048, passes: 1 }, pepper).isOutdated(hash), true)
  })

  test('beyond the cores and 64 waiting, work is refused at once, and all the rest is done', async () => {
    const hasher = createPasswordHasher(cheap, pepper)
    const outcomes = await Promise.allSettled(Array.from({ length: 200 }, () => hasher.verify(null, 'x')))
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected')
    assert.ok(refused.length > 100, `${refused.length} of 200 were refused`)
    for (const { reason } of refused)
      assert.deepEqual([reason.code, reason.status, reason.retryAfterSeconds], ['identity/busy', 503, 2])
    assert.equal(await hasher.verify(null, 'x'), false)
  })
})
