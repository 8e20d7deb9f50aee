import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { Problem } from '../problem.ts'
import { cursorPage, instantAndId } from './cursor.ts'

interface Row {
  readonly at: Date
  readonly id: string
}

const ROWS: readonly Row[] = Array.from({ length: 45 }, (_, at) => ({
  at: new Date(Date.UTC(2026, 0, 1, 0, 0, 45 - at)),
  id: `01a1fbea-df40-7000-8000-0000000000${String(at).padStart(2, '0')}`,
}))

/** What a list's query does, over an array. */
function list(query: { limit?: number; cursor?: string }): { items: string[]; nextCursor: string | null } {
  const page = cursorPage(query, instantAndId)
  const [at, id] = page.after ?? []
  const start = page.after === null ? 0 : ROWS.findIndex((row) => row.at.toISOString() === at && row.id === id) + 1
  return page.of(
    ROWS.slice(start, start + page.limit + 1),
    (row) => [row.at.toISOString(), row.id],
    (row) => row.id,
  )
}

describe('a list in pages', () => {
  test('shows every row once and in order, whatever the limit', () => {
    for (const limit of [1, 2, 7, 20, 44, 45, 46, 100]) {
      const seen: string[] = []
      let cursor: string | null = null
      do {
        const page: { items: string[]; nextCursor: string | null } = list(
          cursor === null ? { limit } : { limit, cursor },
        )
        assert.ok(page.items.length <= limit)
        seen.push(...page.items)
        cursor = page.nextCursor
      } while (cursor !== null)
      assert.deepEqual(
        seen,
        ROWS.map((row) => row.id),
      )
    }
  })

  test('has 20 rows when nothing is said, and no cursor after the last', () => {
    assert.equal(list({}).items.length, 20)
    assert.equal(list({ limit: 45 }).nextCursor, null)
  })

  test('refuses a cursor that is not one of its own', () => {
    const made = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
    const foreign = [
      'a',
      'W10',
      made(null),
      made({ 0: 'a' }),
      made(['a']),
      made([1, 2]),
      made(['2026-01-01T00:00:00.000Z', 'x']),
    ]
    const nearly = [
      made(['2026-13-01T00:00:00.000Z', ROWS[0]?.id]),
      made(['2026-01-01', ROWS[0]?.id]),
      made(['2026-01-01T00:00:00.000Z', ROWS[0]?.id, 'x']),
      made(["2026-01-01T00:00:00.000Z'--", ROWS[0]?.id]),
    ]
    for (const cursor of [...foreign, ...nearly]) {
      assert.throws(
        () => list({ cursor }),
        (error) => error instanceof Problem && error.code === 'http/invalid',
        cursor,
      )
    }
  })

  test('takes any text as a cursor without another error', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.base64String(),
          fc.jsonValue().map((value) => Buffer.from(JSON.stringify(value)).toString('base64url')),
        ),
        (cursor) => {
          try {
            list({ cursor })
          } catch (error) {
            assert.ok(error instanceof Problem && error.status === 400, String(error))
          }
        },
      ),
    )
  })
})
