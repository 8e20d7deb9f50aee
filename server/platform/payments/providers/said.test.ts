import assert from 'node:assert/strict'
import { test } from 'node:test'
import { said } from './said.ts'

const CASES = [
  ['No such payment_intent: pi_3NxY', 'No such payment_intent: pi_3NxY'],
  ['Your card 4242 4242 4242 4242 was declined', 'Your card (number) was declined'],
  ['Your card 4242-4242-4242-4242 was declined', 'Your card (number) was declined'],
  ['Invalid PhoneNumber 254708374149.', 'Invalid PhoneNumber (number).'],
  ['Invalid PhoneNumber +254 708 374149', 'Invalid PhoneNumber (number)'],
  ['Invalid API Key provided: sk_live_****abcd', 'Invalid API Key provided: (key)'],
  ['the webhook secret whsec_abc+def is wrong', 'the webhook secret (key) is wrong'],
  ['ada@example.org cannot pay', '(address) cannot pay'],
  ['one\n  two\tthree', 'one two three'],
  ['1032 Request cancelled by user', '1032 Request cancelled by user'],
] as const

for (const [given, told] of CASES) test(`"${given}" is told as "${told}"`, () => assert.equal(said(given), told))

test('a page is not told whole', () => {
  assert.ok(said('<p>error</p>'.repeat(1000)).length <= 300)
})
