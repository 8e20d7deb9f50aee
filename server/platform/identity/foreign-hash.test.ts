import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { isForeignHash, spanOf, verifyForeignHash } from './foreign-hash.ts'

const b64 = (hex: string): string => Buffer.from(hex, 'hex').toString('base64').replace(/=+$/, '')
const text64 = (text: string): string => b64(Buffer.from(text).toString('hex'))

/** Published answers; none was made by the code under test. */
const KNOWN: readonly { readonly source: string; readonly password: string; readonly hash: string }[] = [
  {
    source: 'jBCrypt, TestBCrypt',
    password: 'abc',
    hash: '$2a$06$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i',
  },
  {
    source: 'jBCrypt, TestBCrypt',
    password: 'abcdefghijklmnopqrstuvwxyz',
    hash: '$2a$06$.rCVZVOThsIa97pEDOxvGuRRgzG64bvtJ0938xuqzv18d3ZpQhstC',
  },
  {
    source: 'RFC 7914, 12: scrypt',
    password: 'password',
    hash: `$scrypt$ln=10,r=8,p=16$${text64('NaCl')}$${b64('fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640')}`,
  },
  {
    source: 'RFC 6070: PBKDF2 with SHA-1',
    password: 'password',
    hash: `$pbkdf2-sha1$i=4096,l=20$${text64('salt')}$${b64('4b007901b765489abead49d926f721d065a429c1')}`,
  },
  {
    source: 'RFC 7914, 11: PBKDF2 with SHA-256',
    password: 'passwd',
    hash: `$pbkdf2-sha256$i=1$${text64('salt')}$${b64('55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783')}`,
  },
  {
    source: 'passlib, tests of pbkdf2_sha256',
    password: 'password',
    hash: '$pbkdf2-sha256$1212$4vjV83LKPjQzk31VI4E0Vw$hsYF68OiOUPdDZ1Fg.fJPeq1h/gXXY7acBp9/6c.tmQ',
  },
  {
    source: 'passlib, tests of Django hashes',
    password: 'not a password',
    hash: 'pbkdf2_sha256$10000$kjVJaVz6qsnJ$5yPHw3rwJGECpUf70daLGhOrQ5+AMxIJdz1c3bqK1Rs=',
  },
  {
    source: 'phc-winner-argon2, test.c',
    password: 'password',
    hash: '$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA',
  },
  {
    source: 'phc-winner-argon2, test.c',
    password: 'password',
    hash: '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
  },
  {
    source: 'firebase/scrypt, README',
    password: 'user1password',
    hash: '$fbscrypt$v=1,n=14,r=8,p=1,ss=Bw==,sk=jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==$42xEC+ixf3L2lw==$lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==',
  },
]

describe('hashes made elsewhere', () => {
  for (const { source, password, hash } of KNOWN) {
    test(`the answer of ${source} for "${password}" is right, and another is not`, async () => {
      assert.equal(isForeignHash(hash), true)
      assert.equal(await verifyForeignHash(hash, password), true)
      assert.equal(await verifyForeignHash(hash, `${password}.`), false)
      assert.equal(await verifyForeignHash(hash, ''), false)
    })
  }

  test('bcrypt looks at 72 bytes, and takes no password with a NUL for a shorter one', async () => {
    // crypt_blowfish, wrapper.c.
    const hash = '$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui'
    const seen = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
    assert.equal(await verifyForeignHash(hash, `${seen}chars after 72 are ignored`), true)
    assert.deepEqual([spanOf(hash, `${seen}more`), spanOf(hash, seen), spanOf(hash, seen.slice(1))], [72, 72, null])
    const [abc] = KNOWN
    assert.equal(await verifyForeignHash(abc?.hash ?? '', 'abc\0abc'), false)
  })

  const dear = [
    '$2b$15$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i',
    '$argon2id$v=19$m=4194304,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
    '$argon2id$v=19$m=65536,t=1000,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
    `$pbkdf2-sha256$i=999999999$${text64('salt')}$${b64('00'.repeat(32))}`,
    `$scrypt$ln=20,r=64,p=1$${text64('salt')}$${b64('00'.repeat(32))}`,
    `$scrypt$ln=14,r=8,p=1000$${text64('salt')}$${b64('00'.repeat(32))}`,
  ]
  test('one that would cost too much is refused before any work', async () => {
    for (const hash of dear) {
      const started = performance.now()
      assert.equal(isForeignHash(hash), false, hash)
      assert.equal(await verifyForeignHash(hash, 'password'), false)
      assert.ok(performance.now() - started < 100)
    }
  })

  test('what is no hash is refused', () => {
    for (const text of [
      '',
      'password',
      '$1$abc$def',
      '5f4dcc3b5aa765d61d8327deb882cf99',
      '$2b$10$short',
      '$scrypt$ln=14',
    ])
      assert.equal(isForeignHash(text), false, text)
  })

  test('bcrypt leaves the event loop free', async () => {
    const [known] = KNOWN
    const cost12 = '$2b$12$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i'
    let ticks = 0
    const ticking = setInterval(() => {
      ticks += 1
    }, 5)
    await verifyForeignHash(cost12, known?.password ?? '')
    clearInterval(ticking)
    assert.ok(ticks > 5, `${ticks} ticks`)
  })
})
