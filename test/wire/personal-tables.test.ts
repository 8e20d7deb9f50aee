import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type MusicServer, startMusic } from '../support/music.ts'
import { createApplications } from '../support/openid-application.ts'
import { hangingOn, keptIds, personColumns, splitName, writtenTables } from '../support/personal-tables.ts'
import { idColumns } from '../support/tenant-tables.ts'
import { makeTenant, withProofs } from '../support/tenants.ts'

describe('every table that names a person', () => {
  const statements: string[] = []
  let server: MusicServer
  let personId: string
  let columns: readonly string[]

  /** Somebody who has one of everything is erased by the people of the house. */
  before(async () => {
    server = await startMusic({ onStatement: (text) => statements.push(text) })
    const tenant = await makeTenant(server, 'Somebody Else')
    personId = tenant.person.id
    const administrator = await server.people.signedIn('administrator')
    const applications = createApplications(server, administrator)
    await applications.signIn(await applications.register(), tenant.person)
    await withProofs(server, tenant)
    columns = personColumns(await idColumns(server.query))
    statements.length = 0
    const erased = await administrator.http.post(`/api/users/${personId}/erase`, { reason: 'asked by letter' })
    assert.equal(erased.status, 204, JSON.stringify(erased.body))
  })
  after(() => server.stop())

  test('is reached by an erasure, or a sentence says why the id stays', async () => {
    const written = writtenTables(statements)
    const hanging = await hangingOn(server.query, written.deleted)
    const isReached = (name: string): boolean => {
      const [table, column] = splitName(name)
      return written.deleted.has(table) || hanging.has(table) || written.updated.get(table)?.includes(column) === true
    }
    assert.ok(columns.length > 100, `${columns.length} columns`)
    assert.deepEqual(
      columns.filter((name) => !isReached(name) && keptIds[name] === undefined),
      [],
    )
    assert.deepEqual(
      Object.keys(keptIds).filter((name) => !columns.includes(name)),
      [],
      'no such column',
    )
  })

  test('has no row of an erased person, or a sentence says why the id stays', async () => {
    await server.jobsIdle()
    const left: string[] = []
    for (const name of columns) {
      const [table, column] = splitName(name)
      const rows = await server.query(`SELECT FROM ${table} WHERE ${column} = $1 LIMIT 1`, [personId])
      if (rows.length > 0 && keptIds[name] === undefined) left.push(name)
    }
    assert.deepEqual(left, [])
  })
})
