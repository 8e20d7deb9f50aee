import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { countryRule, parseCountryEntry } from './countries.ts'
import { maskedNumber, parsePhoneNumber } from './phone-number.ts'

describe('a phone number', () => {
  for (const [text, e164, callingCode] of [
    ['+49 151 23456789', '+4915123456789', '49'],
    ['+1 (415) 555-2671', '+14155552671', '1'],
    ['+7.903.123.45.67', '+79031234567', '7'],
    ['+35312345678', '+35312345678', '353'],
    ['+6834000', '+6834000', '683'],
    ['+992345678901234', '+992345678901234', '992'],
  ] as const) {
    test(`is read from ${text}`, () => {
      const number = parsePhoneNumber(text)
      assert.deepEqual({ ...number }, { e164, callingCode })
    })
  }

  const refused = [
    ...['', '+', '0151 23456789', '0049 151 23456789', '4915123456789', '+0915123456789', '+49', '+491'],
    ...['+1234567890123456', '+11234567890', '+14151555267', '+1415555267', '+141555526711'],
    ...['+49\u066115123456789', '+49\uff11\uff15\uff11234567', '+49 151 2345678;ext=9', '+4915123456789x1'],
    ...['+49151\n23456789', '+49151\u200b23456789', '+4915123456789\u0000', 'tel:+4915123456789', '+49151+23456789'],
  ]
  for (const text of refused) {
    test(`is not ${JSON.stringify(text)}`, () => {
      assert.throws(
        () => parsePhoneNumber(text),
        (error: Error & { code?: string }) => {
          assert.equal(error.code, 'sms/bad-number')
          assert.ok(text.length < 4 || !`${error.message}${JSON.stringify(error)}`.includes(text))
          return true
        },
      )
    })
  }

  test('is shown by its country and its last two digits', () => {
    assert.equal(maskedNumber(parsePhoneNumber('+4915123456789')), '+49 \u2022\u2022\u2022 89')
  })
})

describe('countries', () => {
  const accepts = (entries: string[], text: string) => countryRule(entries)(parsePhoneNumber(text))

  test('all are written to when none is named, save premium and satellite numbers', () => {
    for (const text of ['+4915123456789', '+14155552671', '+447400123456', '+353861234567'])
      assert.equal(accepts([], text), true, text)
    for (const text of [
      '+19005551234',
      '+447012345678',
      '+449012345678',
      '+4990012345678',
      '+882161234567',
      '+97912345678',
    ])
      assert.equal(accepts([], text), false, text)
  })

  test('with allowed ones, no other is written to, and their premium numbers are not', () => {
    assert.equal(accepts(['49', '+43'], '+4366412345678'), true)
    assert.equal(accepts(['49', '+43'], '+447400123456'), false)
    assert.equal(accepts(['49', '43'], '+4990012345678'), false)
  })

  test('the longest prefix decides, and the operator before the built-in ranges', () => {
    assert.equal(accepts(['!4474', '44'], '+447400123456'), false)
    assert.equal(accepts(['!4474'], '+447500123456'), true)
    assert.equal(accepts(['49900'], '+4990012345678'), true)
    assert.equal(accepts(['1', '!1876'], '+18765551234'), false)
  })

  test('an entry is a prefix', () => {
    for (const entry of ['DE', '', '+', '!', '049', '49 ', '49-', '12345678901']) {
      assert.equal(parseCountryEntry(entry), null, entry)
      assert.throws(() => countryRule([entry]), TypeError, entry)
    }
  })
})
