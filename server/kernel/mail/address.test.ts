import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parseMailbox } from './address.ts'

describe('takes', () => {
  const taken: [string, { name: string | null; address: string }][] = [
    ['a@example.com', { name: null, address: 'a@example.com' }],
    ['Ada <ada@example.com>', { name: 'Ada', address: 'ada@example.com' }],
    ['"Doe, John" <john@example.com>', { name: 'Doe, John', address: 'john@example.com' }],
    ['<john@example.com>', { name: null, address: 'john@example.com' }],
    ["O'Brien+tag_x@mail.example.co.uk", { name: null, address: "O'Brien+tag_x@mail.example.co.uk" }],
    ['a@EXAMPLE.Com', { name: null, address: 'a@example.com' }],
    ['a@b\u00fccher.example', { name: null, address: 'a@xn--bcher-kva.example' }],
    ['plinth@localhost', { name: null, address: 'plinth@localhost' }],
    [`${'l'.repeat(64)}@example.com`, { name: null, address: `${'l'.repeat(64)}@example.com` }],
  ]
  for (const [text, expected] of taken) {
    test(JSON.stringify(text.slice(0, 60)), () => assert.deepEqual(parseMailbox(text), expected))
  }

  test('the zero-width non-joiner where Persian needs it: between letters of a name', () => {
    const name = '\u0639\u0644\u06cc\u200c\u0631\u0636\u0627'
    assert.equal(parseMailbox({ name, address: 'a@example.com' }).name, name)
  })
})

describe('refuses with mail/bad-address', () => {
  const addresses = [
    ...[
      '',
      'a',
      '@',
      'a@',
      '@example.com',
      'a@b@example.com',
      'a@example.com@e.com',
      'a@example',
      'a@example..com',
      'a@.example.com',
    ],
    ...['a@-x.com', 'a@x-.com', 'a@1.2.3.4', 'a@0x7f.1', 'a@[127.0.0.1]', 'a@example.com:25', 'a@example.com/x'],
    ...[
      'a@%65xample.com',
      'a@example\u3002com',
      'a@exam ple.com',
      'a@example.com ',
      ' a@example.com',
      'a b@example.com',
    ],
    ...[
      '.a@example.com',
      'a.@example.com',
      'a..b@example.com',
      '"a"@example.com',
      '"a b"@example.com',
      'a(x)@example.com',
    ],
    ...['a,b@example.com', 'a;b@example.com', 'group:a@example.com', 'a@example.com,b@example.com', 'a\\b@example.com'],
    ...[
      'a@example.com\r\nBcc: evil@e.com',
      'a\r\n@example.com',
      'a@example.com\u0000',
      'a@example.com\n',
      '\ta@example.com',
    ],
    ...[
      'a\u200b@example.com',
      'a@exam\u200bple.com',
      'a@exam\u200dple.com',
      'a@\u202eexample.com',
      'a@example.com\u2028',
    ],
    ...['\u00fc@example.com', 'a@xn--.com', `${'l'.repeat(65)}@example.com`, `a@${'d'.repeat(64)}.com`],
    `a@${'dd.'.repeat(90)}com`,
  ]
  for (const address of addresses) {
    test(JSON.stringify(address.slice(0, 60)), () => {
      assert.throws(() => parseMailbox({ address }), { code: 'mail/bad-address', status: 422 })
      assert.throws(() => parseMailbox(address), { code: 'mail/bad-address' })
    })
  }

  const names = ['a\r\nBcc: evil@e.com', 'a\nb', 'a\u0000', 'a\u007f', 'a\u0085b', 'a\u2028b', 'a\u202eb', 'a\u2066b']
  for (const name of [...names, 'a\u200b', 'a\ufeff', '\u200da', 'a\u200c', 'a\ud800', 'a\u{e0041}', 'n'.repeat(201)]) {
    test(`the name ${JSON.stringify(name.slice(0, 60))}`, () => {
      assert.throws(() => parseMailbox({ name, address: 'a@example.com' }), { code: 'mail/bad-address' })
    })
  }

  for (const text of ['a <b@example.com', 'b@example.com>', 'a <b@example.com> c', 'a <<b@example.com>>', 'a <>']) {
    test(`what is written as ${text}`, () => assert.throws(() => parseMailbox(text), { code: 'mail/bad-address' }))
  }

  test('without the value in what the client or the log reads', () => {
    const thrown = (() => {
      try {
        return parseMailbox('very-private@@example.com')
      } catch (error) {
        return error as Error
      }
    })()
    assert.doesNotMatch(`${(thrown as Error).message}${JSON.stringify(thrown)}`, /private/)
  })
})
