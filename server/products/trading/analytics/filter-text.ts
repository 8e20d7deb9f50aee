import { Type } from 'typebox'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import { object } from '../../../kernel/http/schema.ts'
import { compileQueryReader, compileValidator } from '../../../kernel/http/validate.ts'
import { Problem } from '../../../kernel/problem.ts'
import { readTradeFilter, type TradeFilter, type TradeFilterQuery, tradeFilterQuery } from '../ledger/trade-filter.ts'
import type { Trader } from '../trader.ts'

/** A filter inside a parameter: what would stand behind the question mark of the list of trades. */
export function filterText(description: string) {
  return Type.String({ maxLength: 4000, description })
}

const shape = object(tradeFilterQuery)
const read = compileQueryReader(shape)
const validate = compileValidator(shape, 'query')

/** Reads a filter that stands in the parameter `name`. Throws http/invalid naming the parameter and its part, trading/account-not-found. */
export async function readFilterText(
  db: Db | Tx,
  trader: Trader,
  { name, text }: { readonly name: string; readonly text: string },
): Promise<TradeFilter> {
  const given: Record<string, string | string[]> = Object.create(null)
  for (const [key, value] of new URLSearchParams(text)) {
    const known = given[key]
    given[key] = known === undefined ? value : [known, value].flat()
  }
  try {
    const values = read(given)
    validate(values)
    return await readTradeFilter(db, trader, values as TradeFilterQuery)
  } catch (error) {
    if (!(error instanceof Problem) || error.errors === undefined) throw error
    const errors = error.errors.map((fault) => ({ ...fault, pointer: `?${name}.${fault.pointer.slice(1)}` }))
    throw new Problem(error.code, { status: error.status, title: error.title }, { errors })
  }
}
