import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parseEmail } from './email-address.ts'

describe('e-mail addresses', () => {
  const same: { name: string; input: string; canonical: string; written?: string }[] = [
    {
      name: 'case does not make another account',
      input: 'Ada@EXAMPLE.com',
      canonical: 'ada@example.com',
      written: 'Ada@example.com',
    },
    { name: 'white space around is dropped', input: '  ada@example.com\t', canonical: 'ada@example.com' },
    {
      name: 'a domain in another script is kept in ASCII',
      input: 'ada@bücher.example',
      canonical: 'ada@xn--bcher-kva.example',
    },
    { name: 'plus and dots are part of the address', input: 'a.d+a@example.com', canonical: 'a.d+a@example.com' },
  ]
  for (const { name, input, canonical, written } of same) {
    test(name, () => {
      const address = parseEmail(input)
      assert.equal(address.canonical, canonical)
      if (written !== undefined) assert.equal(address.written, written)
    })
  }

  const refused = [
    'ada',
    'ada@',
    '@example.com',
    'a da@example.com',
    'ada@exa mple.com',
    'ada@example.com\nBcc: x@y.example',
    'ad\u200ba@example.com',
    'ada@exam\u00adple.com',
    '\u202eada@example.com',
    'ada@exam\u200dple.com',
    'ada@example.com\u0000',
    'ada@one@two.example',
    '"ada lovelace"@example.com',
    'аda@example.com',
    'ada@-example.com',
    `${'a'.repeat(65)}@example.com`,
    `ada@${'a'.repeat(64)}.example`,
  ]
  for (const input of refused) {
    test(`${JSON.stringify(input)} is refused`, () => {
      assert.throws(() => parseEmail(input), { code: 'identity/bad-email' })
    })
  }

  test('a name that cannot stand in a mail is refused with the address', () => {
    assert.throws(() => parseEmail('ada@example.com', 'Ada\u202e'), { code: 'identity/bad-email' })
  })
})
