import assert from 'node:assert/strict'
import { createSecretKey, randomBytes } from 'node:crypto'
import { describe, test } from 'node:test'
import { monotonicMs } from '../../kernel/clock.ts'
import { costWithin, FLOOR } from './password-cost.ts'
import { createPasswordHasher as create, type HasherOptions } from './password-hash.ts'
import { passwordPeppers } from './password-peppers.ts'

const pepper = { kid: 'p1', key: createSecretKey(randomBytes(32)) }
const cheap = { memoryKib: 1024, passes: 1 }
const createPasswordHasher = (cost: HasherOptions['cost'], ...peppers: HasherOptions['peppers']) =>
  create({ cost, peppers })

/** Costs so much that the noise of a busy machine is small beside it. */
const dear = { memoryKib: 65_536, passes: 6 }
/** A vector of passlib's tests, of "password". */
const quick = {
  hash: '$pbkdf2-sha256$1212$4vjV83LKPjQzk31VI4E0Vw$hsYF68OiOUPdDZ1Fg.fJPeq1h/gXXY7acBp9/6c.tmQ',
  pepper: null,
  span: null,
}
const slow = { hash: '$2b$12$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i', pepper: null, span: null }

/** The quickest of three of each, in turns, so that a busy machine is busy for all of them. */
async function leastOf(...works: readonly (() => Promise<unknown>)[]): Promise<number[]> {
  const took = works.map(() => Number.POSITIVE_INFINITY)
  for (let round = 0; round < 3; round += 1)
    for (const [at, work] of works.entries()) {
      const startedMs = monotonicMs()
      await work()
      took[at] = Math.min(took[at] ?? 0, monotonicMs() - startedMs)
    }
  return took
}

describe('password hashing', () => {
  test('a hash is argon2id in PHC form, salted, and opens with its password only', async () => {
    const hasher = createPasswordHasher(cheap, pepper)
    const [one, other] = [await hasher.hash('a password'), await hasher.hash('a password')]
    assert.match(one.hash, /^\$argon2id\$v=19\$m=1024,t=1,p=1\$/)
    assert.notEqual(one.hash, other.hash)
    assert.equal(one.pepper, 'p1')
    assert.equal(await hasher.verify(one, 'a password'), true)
    assert.equal(await hasher.verify(one, 'A password'), false)
  })

  test('a hash without the pepper opens nothing', async () => {
    const hash = await createPasswordHasher(cheap, pepper).hash('a password')
    assert.equal(
      await createPasswordHasher(cheap, { kid: 'p1', key: createSecretKey(randomBytes(32)) }).verify(
        hash,
        'a password',
      ),
      false,
    )
    assert.equal(await createPasswordHasher(cheap, { ...pepper, kid: 'p2' }).verify(hash, 'a password'), false)
    assert.equal(
      await createPasswordHasher(cheap, pepper).verify({ ...hash, pepper: null, span: null }, 'a password'),
      false,
    )
  })

  test('an older pepper still opens what it made, and the hash is to be made anew', async () => {
    const hash = await createPasswordHasher(cheap, pepper).hash('a password')
    const rotated = createPasswordHasher(cheap, { kid: 'p2', key: createSecretKey(randomBytes(32)) }, pepper)
    assert.equal(await rotated.verify(hash, 'a password'), true)
    assert.equal(rotated.isOutdated(hash), true)
    const fresh = await rotated.hash('a password')
    assert.deepEqual([fresh.pepper, rotated.isOutdated(fresh)], ['p2', false])
  })

  test('peppers follow from the encryption keys, after those given and before that of the master secret', () => {
    const key = createSecretKey(Buffer.alloc(32, 7))
    const peppers = passwordPeppers([pepper], [{ kid: 'e2', key }], { pepper: createSecretKey(Buffer.alloc(32, 9)) })
    assert.deepEqual(
      peppers.map(({ kid }) => kid),
      ['p1', 'encryption:e2', 'session'],
    )
    assert.notDeepEqual(peppers[1]?.key, key)
  })

  test('a measured cost stays within its time, at the floor or above, and makes only weaker hashes anew', async () => {
    assert.deepEqual(costWithin(40, 100), FLOOR)
    assert.deepEqual(costWithin(40, 39), FLOOR)
    assert.deepEqual(costWithin(40, 11), { memoryKib: 65_536, passes: 2 })
    assert.deepEqual(costWithin(40, 1), { memoryKib: 65_536, passes: 4 })
    const measured = createPasswordHasher(null, pepper)
    const hash = await measured.hash('a password')
    const [, memory, passes] = /m=(\d+),t=(\d+)/.exec(hash.hash) ?? []
    assert.ok(Number(memory) >= FLOOR.memoryKib && Number(passes) >= FLOOR.passes)
    assert.equal(measured.isOutdated(await createPasswordHasher(cheap, pepper).hash('a password')), true)
    const dearer = { memoryKib: 65_536, passes: 5 }
    assert.equal(measured.isOutdated(await createPasswordHasher(dearer, pepper).hash('a password')), false)
  })

  test('no account is never right', async () => {
    assert.equal(await createPasswordHasher(cheap, pepper).verify(null, 'a password'), false)
  })

  test('a pretended comparison takes as long as one before there was any', async () => {
    const hasher = createPasswordHasher(dear, pepper)
    await hasher.pretend()
    const [pretended = 0, compared = 0] = await leastOf(
      () => hasher.pretend(),
      () => hasher.verify(null, 'a password'),
    )
    assert.ok(pretended > compared / 2, `${pretended} ms against ${compared} ms`)
  })

  test('and none the longer for hashes made elsewhere, whatever they take', async () => {
    const hasher = createPasswordHasher(cheap, pepper)
    await hasher.verify(null, 'a password')
    const [elsewhere = 0, pretended = 0] = await leastOf(
      () => hasher.verify(slow, 'a password'),
      () => hasher.pretend(),
    )
    assert.ok(pretended < elsewhere / 8, `${pretended} ms against ${elsewhere} ms`)
  })

  test('a wrong password for a cheap hash made elsewhere takes as long as for one of ours', async () => {
    const hasher = createPasswordHasher(dear, pepper)
    const [compared = 0, wrong = 0] = await leastOf(
      () => hasher.verify(null, 'a password'),
      async () => assert.equal(await hasher.verify(quick, 'not the password'), false),
    )
    assert.ok(wrong > compared / 2, `${wrong} ms against ${compared} ms`)
    assert.equal(await hasher.verify(quick, 'password'), true)
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
