import assert from 'node:assert/strict'
import { test } from 'node:test'
import { secret } from '../config/secret.ts'
import { parseSmtpUrl } from './smtp-url.ts'

const read = (url: string) => parseSmtpUrl(secret(url))

test('asks for TLS everywhere but on loopback, unless it is told otherwise', () => {
  const cases: [string, { port: number; tls: string }][] = [
    ['smtps://mail.example.com', { port: 465, tls: 'implicit' }],
    ['smtp://mail.example.com', { port: 587, tls: 'starttls' }],
    ['smtp://mail.example.com:25', { port: 25, tls: 'starttls' }],
    ['smtp://mail.example.com:25?tls=off', { port: 25, tls: 'none' }],
    ['smtp://localhost:1025', { port: 1025, tls: 'none' }],
    ['smtp://127.0.0.1:1025', { port: 1025, tls: 'none' }],
    ['smtp://[::1]:1025', { port: 1025, tls: 'none' }],
    ['smtp://localhost:1025/?tls=required', { port: 1025, tls: 'starttls' }],
    ['smtp://127.0.0.1.example.com', { port: 587, tls: 'starttls' }],
  ]
  for (const [url, expected] of cases) {
    const { port, tls } = read(url)
    assert.deepEqual({ port, tls }, expected, url)
  }
  assert.equal(read('smtp://[::1]:1025').host, '::1')
  assert.deepEqual(read('smtps://a%40b:p%2Fw@h.example').auth, { user: 'a@b', pass: 'p/w' })
  assert.equal(read('smtps://h.example').auth, undefined)
})

test('refuses what it would have to guess, without telling the URL', () => {
  for (const url of [
    'http://mail.example.com',
    'smtp:',
    'nonsense',
    'smtp://user:hush@mail.example.com?tls=off',
    'smtps://user:hush@mail.example.com?tls=off',
    'smtp://user:hush@mail.example.com?tsl=off',
    'smtp://user:hush@mail.example.com/path',
    'smtp://user:hush%@mail.example.com',
  ]) {
    assert.throws(
      () => read(url),
      (error: Error) => {
        assert.match(error.message, /^SMTP_URL /, url)
        assert.doesNotMatch(error.message, /hush|example/)
        return true
      },
    )
  }
})
