import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Person } from '../../../test/support/people.ts'
import { startServer, type TestServer } from '../../../test/support/server.ts'
import { withLock } from '../../kernel/lock/lock.ts'
import { readCsv } from './import-csv.ts'

const ABC = '$2a$06$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i'
const ALPHABET = '$2a$06$.rCVZVOThsIa97pEDOxvGuRRgzG64bvtJ0938xuqzv18d3ZpQhstC'
const ARGON2 = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'
const PBKDF2 = '$pbkdf2-sha256$1212$4vjV83LKPjQzk31VI4E0Vw$hsYF68OiOUPdDZ1Fg.fJPeq1h/gXXY7acBp9/6c.tmQ'
const firebase = {
  signerKey: 'jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==',
  saltSeparator: 'Bw==',
  rounds: 8,
  memCost: 14,
}
const firebaseUser = {
  localId: 'one',
  email: 'fire@import.example',
  emailVerified: true,
  displayName: 'Fire',
  passwordHash: 'lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==',
  salt: '42xEC+ixf3L2lw==',
}

describe('import of users', () => {
  let server: TestServer
  let admin: Person
  before(async () => {
    server = await startServer()
    admin = await server.people.signedIn('administrator')
  })
  after(() => server.stop())

  const send = async (format: string, content: string, more: object = {}) => {
    const answer = await admin.http.post('/api/users/import', { format, content, ...more })
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
    return (answer.body.items as { email: string; result: string; reason: string | null }[]).map((item) => [
      item.email,
      item.result,
    ])
  }
  const login = (email: string, password: string) =>
    server.people.anonymous().post('/api/auth/login', { email, password, transport: 'bearer' })
  const held = async (email: string) =>
    (
      await server.app.db.raw<{ hash: string; pepper: string | null }>(
        'SELECT hash, pepper FROM identity.password JOIN identity."user" ON id = user_id WHERE email_canonical = $1',
        [email],
      )
    )[0]

  test('of Auth0 takes bcrypt, and what was imported for customs', async () => {
    const lines = [
      { _id: { $oid: '1' }, email: 'Zero@Import.example', email_verified: true, passwordHash: ABC, name: 'Zero' },
      {
        ...{ email: 'custom@import.example', email_verified: true, name: 'Custom' },
        custom_password_hash: { algorithm: 'argon2', hash: { value: ARGON2, encoding: 'utf8' } },
      },
      { email: 'unproven@import.example', email_verified: false, passwordHash: ABC },
    ]
    assert.deepEqual(await send('auth0', lines.map((line) => JSON.stringify(line)).join('\n')), [
      ['Zero@Import.example', 'created'],
      ['custom@import.example', 'created'],
      ['unproven@import.example', 'created'],
    ])
    assert.equal((await login('zero@import.example', 'abc')).status, 200)
    assert.equal((await login('custom@import.example', 'password')).status, 200)
    assert.equal((await login('unproven@import.example', 'abc')).body.code, 'identity/email-unverified')
  })

  test('of Supabase takes JSON, CSV and a dump', async () => {
    const json = [
      {
        email: 'json@import.example',
        encrypted_password: ABC,
        email_confirmed_at: '2024-01-01T00:00:00Z',
        raw_user_meta_data: { full_name: 'Jay Son' },
        banned_until: null,
      },
      {
        email: 'banned@import.example',
        encrypted_password: ABC,
        email_confirmed_at: '2024',
        banned_until: '2999-01-01',
      },
    ]
    await send('supabase', JSON.stringify(json))
    const csv = `id,email,encrypted_password,email_confirmed_at,raw_user_meta_data\n1,csv@import.example,${ABC},2024-01-01 00:00:00+00,"{""name"": ""Sea, ""}"`
    await send('supabase', csv)
    const dump = [
      '--\n-- PostgreSQL database dump\n--\nSET statement_timeout = 0;',
      'COPY auth.users (instance_id, id, email, encrypted_password, email_confirmed_at, raw_user_meta_data) FROM stdin;',
      `\\N\t2\tdump@import.example\t${ABC}\t2024-01-01 00:00:00+00\t{"name": "Du\\\\"mp"}`,
      `\\N\t3\tnobody@import.example\t\\N\t\\N\t{}`,
      '\\.\n',
    ].join('\n')
    assert.deepEqual(await send('supabase', dump), [
      ['dump@import.example', 'created'],
      ['nobody@import.example', 'created'],
    ])
    for (const name of ['json', 'csv', 'dump']) {
      const answer = await login(`${name}@import.example`, 'abc')
      assert.equal(answer.status, 200, name)
      assert.ok(['Jay Son', 'Sea,', 'Du"mp'].includes(answer.body.user.name), answer.body.user.name)
    }
    assert.equal((await login('banned@import.example', 'abc')).body.code, 'identity/account-disabled')
    assert.equal((await login('nobody@import.example', 'abc')).body.code, 'identity/invalid-credentials')
  })

  test('of Firebase takes its own scrypt with the parameters of the project, and not without', async () => {
    const content = JSON.stringify({ users: [firebaseUser] })
    const refused = await admin.http.post('/api/users/import', { format: 'firebase', content })
    assert.equal(refused.body.code, 'identity/import-unreadable')
    assert.deepEqual(await send('firebase', content, { firebase }), [['fire@import.example', 'created']])
    assert.equal((await login('fire@import.example', 'user1passwor')).status, 401)
    assert.equal((await login('fire@import.example', 'user1password')).status, 200)
  })

  test('gives a result per entry of a CSV, keeps accounts that exist and tells what is wrong', async () => {
    const known = await server.people.signedIn()
    const csv = [
      'email,name,password_hash,email_verified',
      `plain@import.example,"Plain, P.",${PBKDF2},true`,
      `PLAIN@import.example,Again,${PBKDF2},true`,
      `${known.email},Thief,${ABC},true`,
      'broken,Broken,,true',
      'weird@import.example,Weird,{md5}abc,true',
      'control@import.example,"A\u202eB",,true',
      'without@import.example,,,true',
    ].join('\r\n')
    const expected = [
      ['plain@import.example', 'created'],
      ['PLAIN@import.example', 'duplicate'],
      [known.email, 'duplicate'],
      ['broken', 'error'],
      ['weird@import.example', 'error'],
      ['control@import.example', 'error'],
      ['without@import.example', 'created'],
    ]
    assert.deepEqual(await send('csv', csv, { dryRun: true }), expected)
    assert.equal(await held('plain@import.example'), undefined, 'a dry run writes nothing')
    assert.deepEqual(await send('csv', csv), expected)
    assert.equal((await login(known.email, known.password)).status, 200)
    const { items } = (await admin.http.get('/api/users?search=plain@import')).body
    assert.deepEqual([items[0].name, items[0].roles], ['Plain, P.', []])
    assert.deepEqual(
      (await send('csv', csv)).map(([, result]) => result).filter((one) => one === 'created'),
      [],
    )
  })

  test('a password is hashed anew at the first sign-in, by several at once too', async () => {
    await send('csv', `email,name,password_hash,email_verified\nrehash@import.example,R,${ALPHABET},true`)
    assert.deepEqual(await held('rehash@import.example'), { hash: ALPHABET, pepper: null })
    const password = 'abcdefghijklmnopqrstuvwxyz'
    const answers = await Promise.all(Array.from({ length: 5 }, () => login('rehash@import.example', password)))
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200])
    const made = await held('rehash@import.example')
    assert.match(made?.hash ?? '', /^\$argon2id\$/)
    assert.notEqual(made?.pepper, null)
    assert.equal((await login('rehash@import.example', password)).status, 200)
  })

  test('needs the permission, a fresh session, and a text that can be read', async () => {
    const reviewer = await server.people.signedIn('reviewer')
    const denied = await reviewer.http.post('/api/users/import', { format: 'csv', content: 'email\na@b.example' })
    assert.equal(denied.body.code, 'http/denied')
    for (const [format, content] of [
      ['firebase', '{}'],
      ['firebase', 'null'],
      ['auth0', 'no json'],
      ['supabase', 'SET x = 1;\nCREATE TABLE a ();'],
      ['csv', 'email,name\n"open,x'],
    ]) {
      const answer = await admin.http.post('/api/users/import', { format, content })
      assert.equal(answer.body.code, 'identity/import-unreadable', content)
    }
  })

  test('entries that are none, and members of other types, are rows at fault', async () => {
    const odd = { email: 7, custom_password_hash: { algorithm: 'scrypt', hash: { value: 1, salt: null } } }
    const entries = ['null', '3', '"x"', '[]', JSON.stringify(odd)]
    for (const [format, content] of [
      ['auth0', entries.join('\n')],
      ['supabase', `[${entries}]`],
      ['firebase', `{"users":[${entries}]}`],
    ] as const)
      assert.deepEqual(
        (await send(format, content)).map(([, result]) => result),
        entries.map(() => 'error'),
      )
  })

  test('two imports of the same people at once make each once', async () => {
    const rows = Array.from({ length: 30 }, (_, at) => `same${at}@import.example,S,,true`)
    const csv = ['email,name,password_hash,email_verified', ...rows].join('\n')
    const all = (await Promise.all([send('csv', csv), send('csv', csv), send('csv', csv)])).flat()
    assert.equal(all.filter(([, result]) => result === 'created').length, 30)
    assert.equal(all.filter(([, result]) => result === 'duplicate').length, 60)
  })

  test('waits for another to end, but not for long; a dry run writes nothing and need not', async () => {
    const { db } = server.app
    const csv = 'email,name\nwaits@import.example,W'
    const lock = { name: 'identity.import-users', ttlSeconds: 30, waitSeconds: 0 }
    const waiting = await withLock(db, lock, async () => {
      const refused = await admin.http.post('/api/users/import', { format: 'csv', content: csv })
      assert.deepEqual([refused.status, refused.body.code], [409, 'identity/import-under-way'])
      assert.deepEqual(await send('csv', csv, { dryRun: true }), [['waits@import.example', 'created']])
      return [send('csv', csv)]
    })
    assert.deepEqual(await waiting?.[0], [['waits@import.example', 'created']])
  })

  test('that was overtaken after its first batch makes nobody more', async () => {
    const { db } = server.app
    await db.raw(`CREATE FUNCTION public.overtake() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      UPDATE kernel.lease SET fence = fence + 1 WHERE name = 'identity.import-users'; RETURN NULL; END $$`)
    await db.raw(`CREATE TRIGGER overtake AFTER INSERT ON identity."user" FOR EACH ROW
      WHEN (NEW.email_canonical = 'late0@import.example') EXECUTE FUNCTION public.overtake()`)
    const rows = Array.from({ length: 150 }, (_, at) => `late${at}@import.example,L`)
    const content = ['email,name', ...rows].join('\n')
    const refused = await admin.http.post('/api/users/import', { format: 'csv', content })
    assert.deepEqual([refused.status, refused.body.code], [409, 'identity/import-under-way'])
    const made = await db.raw(`SELECT FROM identity."user" WHERE email_canonical LIKE 'late%@import.example'`)
    assert.equal(made.length, 100)
  })
})

test('CSV is read with quotes, line breaks and missing fields', () => {
  assert.deepEqual(readCsv('\ufeffA,b\r\n"1 ""x""","two\nlines"\r\n3,\n\n'), [
    { a: '1 "x"', b: 'two\nlines' },
    { a: '3', b: '' },
  ])
  assert.throws(() => readCsv('a,b\n1,"2\n3,4\n'), {
    name: 'SyntaxError',
    message: 'the CSV cannot be read: quote-not-closed at row 2',
  })
})
