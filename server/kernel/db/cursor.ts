import { httpProblem } from '../http/problems.ts'
import { isUuid } from '../id.ts'

/** The values of the last row's sort keys, as text. */
export type Cursor = readonly string[]

export interface CursorPage {
  readonly limit: number
  /** Sort keys of the row before this page; null on the first. */
  readonly after: Cursor | null
  /** Cuts the one row too many that the query fetched and makes the page. */
  of<Row, Item>(
    rows: readonly Row[],
    keysOf: (row: Row) => Cursor,
    toItem: (row: Row) => Item,
  ): { items: Item[]; nextCursor: string | null }
}

const DEFAULT_LIMIT = 20

/**
 * Keyset paging: query with `limit + 1` rows after `after`. The cursor is opaque base64url JSON; one that was not made by us, or
 * holds other than `keys` values that `accept` takes, is answered http/invalid.
 */
export function cursorPage(
  query: { readonly limit?: number; readonly cursor?: string },
  accept: (values: readonly string[]) => Cursor | null,
): CursorPage {
  const limit = query.limit ?? DEFAULT_LIMIT
  return {
    limit,
    after: query.cursor === undefined ? null : readCursor(query.cursor, accept),
    of(rows, keysOf, toItem) {
      const shown = rows.slice(0, limit)
      const last = shown.at(-1)
      const more = rows.length > limit && last !== undefined
      return {
        items: shown.map(toItem),
        nextCursor: more ? Buffer.from(JSON.stringify(keysOf(last))).toString('base64url') : null,
      }
    },
  }
}

function readCursor(text: string, accept: (values: readonly string[]) => Cursor | null): Cursor {
  let values: unknown
  try {
    values = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
  } catch {
    values = null
  }
  const texts =
    Array.isArray(values) &&
    values.every((value) => typeof value === 'string' && value.isWellFormed() && !value.includes('\0'))
      ? (values as string[])
      : null
  const cursor = texts === null ? null : accept(texts)
  if (cursor === null)
    throw httpProblem('invalid', {
      errors: [{ pointer: '?cursor', code: 'cursor', detail: 'is not a cursor of this list' }],
    })
  return cursor
}

/** Accepts `[ISO instant, UUID]`: the keys of lists ordered by time. */
export function instantAndId(values: readonly string[]): Cursor | null {
  const [at = '', id = ''] = values
  const valid =
    values.length === 2 &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(at) &&
    !Number.isNaN(Date.parse(at)) &&
    /^[0-9a-f-]{36}$/.test(id)
  return valid ? values : null
}

/** Accepts `[UUID]`: the key of lists ordered by id. */
export function acceptId(values: readonly string[]): Cursor | null {
  return values.length === 1 && isUuid(values[0] ?? '') ? values : null
}
