import assert from 'node:assert/strict'
import { validateHeaderValue } from 'node:http'
import { test } from 'node:test'
import fc from 'fast-check'
import { hostileNames, namesTold } from '../../../test/support/hostile-names.ts'
import { disposition } from './send-content.ts'

for (const { what, name, shown } of hostileNames)
  test(`a name with ${what} is told as one name and nothing else`, () => {
    const header = disposition('attachment', name)
    validateHeaderValue('content-disposition', header)
    assert.equal(namesTold(header).name, shown)
  })

test('whatever a name is made of, its header is one of short ASCII, and what it tells is no path', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc.constantFrom('\ud800', '', '"', '\u2066'),
      (text, odd) => {
        const header = disposition('inline', text + odd)
        validateHeaderValue('content-disposition', header)
        const { fallback, name } = namesTold(header)
        assert.match(fallback, /^[\x20-\x7e]*$/)
        assert.doesNotMatch(name, /[/\\\p{Cc}\u2028-\u202e\u2066-\u2069]/u)
        assert.ok(Array.from(name).length <= 255)
      },
    ),
    { numRuns: 60 },
  )
})
