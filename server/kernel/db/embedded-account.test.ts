import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Account, chooseAccounts } from './embedded-account.ts'

const root = 'root:x:0:0:root:/root:/bin/bash'
const postgres = 'postgres:x:101:104::/var/lib/postgresql:/bin/bash'
const nobody = 'nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin'
const account = (id: number): Account => ({ uid: id, gid: id })

const cases: {
  name: string
  passwd: string[]
  group?: string
  owner?: Account
  server: Account
  initdb: Account
}[] = [
  {
    name: 'the postgres account does both',
    passwd: [root, nobody, postgres],
    server: { uid: 101, gid: 104 },
    initdb: { uid: 101, gid: 104 },
  },
  {
    name: 'without a postgres account the server has an id of nobody else and initdb runs as nobody',
    passwd: [root, nobody],
    server: account(55_432),
    initdb: account(65_534),
  },
  {
    name: 'an id that a user or a group has is passed over',
    passwd: [root, nobody, 'other:x:55432:1000::/:/bin/sh'],
    group: 'some:x:55433:',
    server: account(55_434),
    initdb: account(65_534),
  },
  {
    name: 'an existing cluster stays with its owner',
    passwd: [root, nobody, postgres],
    owner: account(1000),
    server: account(1000),
    initdb: { uid: 101, gid: 104 },
  },
  {
    name: 'a cluster that root owns after a copy is given away',
    passwd: [root, nobody, postgres],
    owner: account(0),
    server: { uid: 101, gid: 104 },
    initdb: { uid: 101, gid: 104 },
  },
]

for (const { name, passwd, group = '', owner = null, ...expected } of cases) {
  test(name, () => assert.deepEqual(chooseAccounts(passwd.join('\n'), group, owner), expected))
}

test('a system with neither account is told so', () => {
  assert.throws(() => chooseAccounts(root, '', null), /no account `postgres` or `nobody`/)
})
