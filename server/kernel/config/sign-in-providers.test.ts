import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RawValues } from './read.ts'
import { readSignInProviders } from './sign-in-providers.ts'

const ACME = {
  id: 'acme',
  title: 'Acme',
  issuer: 'https://id.acme.example',
  clientId: 'c',
  clientSecret: 'canary-secret',
}

function read(environment: Record<string, string>, production = true) {
  const raw = new RawValues(environment)
  const providers = readSignInProviders(raw, production)
  return { providers, faults: raw.faults.map(({ variable, message }) => `${variable}: ${message}`) }
}
const listed = (...entries: unknown[]) => read({ OIDC_PROVIDERS: JSON.stringify(entries) })

test('nobody proves people until somebody is named', () => {
  assert.deepEqual(read({}), { providers: [], faults: [] })
})

test('named providers need an id and a secret, and know where they are', () => {
  const client = (name: string) => ({ [`${name}_CLIENT_ID`]: 'c', [`${name}_CLIENT_SECRET`]: 's' })
  const environment = { ...client('MICROSOFT'), ...client('GITHUB'), ...client('LINKEDIN'), ...client('GOOGLE') }
  const { providers, faults } = read({ ...environment, MICROSOFT_TENANT: 'organizations' })
  assert.deepEqual(faults, [])
  assert.deepEqual(
    providers.map((one) => [one.id, one.kind === 'github' ? one.apiBase.href : one.issuer.href]),
    [
      ['google', 'https://accounts.google.com/'],
      ['github', 'https://api.github.com/'],
      ['linkedin', 'https://www.linkedin.com/oauth'],
      ['microsoft', 'https://login.microsoftonline.com/organizations/v2.0'],
    ],
  )
})

test('further providers are listed as JSON', () => {
  const { providers, faults } = listed(ACME, {
    ...ACME,
    id: 'other',
    scopes: ['openid', 'email'],
    hosts: ['keys.example'],
  })
  assert.deepEqual(faults, [])
  assert.deepEqual(
    providers.map((one) => [one.id, one.kind, 'scopes' in one && one.scopes, 'hosts' in one && one.hosts]),
    [
      ['acme', 'openid', null, []],
      ['other', 'openid', ['openid', 'email'], ['keys.example']],
    ],
  )
})

const refused: readonly (readonly [name: string, environment: Record<string, string>, fault: RegExp])[] = [
  ['an id without a secret', { GOOGLE_CLIENT_ID: 'c' }, /^GOOGLE_CLIENT_SECRET: goes together/],
  ['a secret without an id', { GITHUB_CLIENT_SECRET: 's' }, /^GITHUB_CLIENT_ID: goes together/],
  [
    'an issuer on the way in clear',
    { GOOGLE_CLIENT_ID: 'c', GOOGLE_CLIENT_SECRET: 's', GOOGLE_ISSUER: 'http://id.example' },
    /^GOOGLE_ISSUER: is an https URL/,
  ],
  [
    'loopback in production',
    { GOOGLE_CLIENT_ID: 'c', GOOGLE_CLIENT_SECRET: 's', GOOGLE_ISSUER: 'http://127.0.0.1:1' },
    /^GOOGLE_ISSUER: is an https URL/,
  ],
  ['what is no JSON', { OIDC_PROVIDERS: '{' }, /is a JSON array/],
  ['what is no list', { OIDC_PROVIDERS: '{"id":"acme"}' }, /is a JSON array/],
]
for (const [name, environment, fault] of refused) {
  test(`${name} is a fault`, () => {
    const { faults } = read(environment)
    assert.equal(faults.length, 1)
    assert.match(faults[0] ?? '', fault)
  })
}

const entries: readonly (readonly [name: string, entry: object, fault: RegExp])[] = [
  ['an id of capitals', { id: 'Acme' }, /id is in lower case/],
  ['the id of a named provider', { id: 'google' }, /of this provider alone/],
  ['no issuer', { issuer: undefined }, /issuer is a text/],
  ['an issuer with a query', { issuer: 'https://id.example/?a' }, /is an https URL/],
  ['scopes without openid', { scopes: ['email'] }, /with openid in it/],
  ['a scope of two words', { scopes: ['openid', 'a b'] }, /with openid in it/],
  ['hosts with a path', { hosts: ['a.example/b'] }, /host names/],
  ['a misspelt member', { scope: 'openid' }, /unknown member/],
]
for (const [name, change, fault] of entries) {
  test(`an entry with ${name} is a fault, which shows no secret`, () => {
    const { faults } = listed({ ...ACME, ...change })
    assert.equal(faults.length, 1)
    assert.match(faults[0] ?? '', fault)
    assert.doesNotMatch(faults[0] ?? '', /canary/)
  })
}

test('the same id twice is a fault; loopback without TLS is for development', () => {
  assert.match(listed(ACME, ACME).faults[0] ?? '', /^OIDC_PROVIDERS: entry 2: id/)
  const local = { OIDC_PROVIDERS: JSON.stringify([{ ...ACME, issuer: 'http://localhost:9' }]) }
  assert.deepEqual([read(local, true).faults.length, read(local, false).faults.length], [1, 0])
})
