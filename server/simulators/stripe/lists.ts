import type { Account } from './account.ts'
import { invalid, missing } from './errors.ts'
import type { Form } from './form.ts'
import { type Params, readParams } from './params.ts'

interface Listed {
  readonly id: string
  readonly created: number
}

const PAGE = ['limit', 'starting_after', 'ending_before', 'expand', 'created']
const LIMIT_USUAL = 10
const LIMIT_MAX = 100

/** A list as Stripe pages it: newest first. `filters` are parameters that have to equal the field of the same name, or that ask `matches`. */
export function listOf<Item extends Listed>(
  items: Iterable<Item>,
  form: Form,
  path: string,
  filters: Readonly<Record<string, (item: Item, wanted: string) => boolean>>,
) {
  const params = readParams(form, [...PAGE, ...Object.keys(filters)])
  const kept = [...items].reverse().filter((item) => {
    const asked = Object.entries(filters).filter(([name]) => params.text(name) !== undefined)
    return asked.every(([name, matches]) => matches(item, params.text(name) ?? '')) && isCreatedAsAsked(item, form)
  })
  const limit = limitOf(params)
  const { from, to } = windowOf(kept, params, limit)
  const data = kept.slice(from, to)
  const more = params.text('ending_before') === undefined ? to < kept.length : from > 0
  return { object: 'list', data, has_more: more, url: path }
}

/** `GET /v1/payment_intents/search`, for `metadata['name']:'value'` and `status:'x'` joined by AND. */
export function searchIntents(account: Account, form: Form) {
  const params = readParams(form, ['query', 'limit', 'page', 'expand'])
  const clauses = params.required('query').split(/\s+AND\s+/i)
  const found = [...account.intents.values()].reverse().filter((intent) =>
    clauses.every((clause) => {
      const [, name = '', key, value = ''] =
        /^(metadata|status)(?:\["?'?([^\]"']+)"?'?\])?:"?'?([^"']*)["']?$/.exec(clause.trim()) ?? []
      if (name === '') throw invalid(`The query ${clause} cannot be read`, undefined, 'query')
      return (name === 'status' ? intent.status : intent.metadata[key ?? '']) === value
    }),
  )
  const start = Number(params.text('page') ?? 0)
  const end = start + limitOf(params)
  const hasMore = end < found.length
  return {
    object: 'search_result',
    data: found.slice(start, end),
    has_more: hasMore,
    next_page: hasMore ? String(end) : null,
    url: '/v1/payment_intents/search',
  }
}

/** The object with the ids that `expand` names replaced by what they are of. */
export function expanded(account: Account, answer: object, form: Form): object {
  const paths = Array.isArray(form.expand) ? form.expand.map(String) : []
  if (paths.length === 0) return answer
  const copy = structuredClone(answer) as Record<string, unknown>
  for (const path of paths) expandAt(account, copy, path.split('.'))
  return copy
}

function expandAt(account: Account, at: unknown, [first = '', ...rest]: readonly string[]): void {
  if (Array.isArray(at)) {
    for (const one of at) expandAt(account, one, [first, ...rest])
    return
  }
  if (typeof at !== 'object' || at === null) return
  const fields = at as Record<string, unknown>
  if (!(first in fields)) throw invalid(`This property cannot be expanded (${first}).`, undefined, 'expand')
  const value = fields[first]
  if (typeof value === 'string') fields[first] = structuredClone(anyOf(account, value) ?? value)
  if (rest.length > 0) expandAt(account, fields[first], rest)
}

function anyOf(account: Account, id: string): object | undefined {
  const { charges, intents, refunds, disputes, transactions, payouts, methods } = account
  for (const kept of [charges, intents, refunds, disputes, transactions, payouts, methods]) {
    const found = (kept as Map<string, object>).get(id)
    if (found !== undefined) return found
  }
  return undefined
}

function limitOf(params: Params): number {
  const limit = params.integer('limit') ?? LIMIT_USUAL
  if (limit < 1 || limit > LIMIT_MAX) throw invalid('Limit is from 1 to 100', 'parameter_invalid_integer', 'limit')
  return limit
}

function windowOf(kept: readonly Listed[], params: Params, limit: number): { from: number; to: number } {
  const place = (name: string): number | undefined => {
    const id = params.text(name)
    if (id === undefined) return undefined
    const at = kept.findIndex((item) => item.id === id)
    if (at === -1) throw missing('object', id, name)
    return at
  }
  const before = place('ending_before')
  if (before !== undefined) return { from: Math.max(before - limit, 0), to: before }
  const from = (place('starting_after') ?? -1) + 1
  return { from, to: Math.min(from + limit, kept.length) }
}

function isCreatedAsAsked({ created }: Listed, form: Form): boolean {
  const asked = form.created
  if (asked === undefined) return true
  if (typeof asked === 'string') return created === Number(asked)
  const { gt, gte, lt, lte, ...unknown } = asked as Readonly<Record<string, string>>
  const [name] = Object.keys(unknown)
  if (name !== undefined) throw invalid(`Received unknown parameter: created[${name}]`, 'parameter_unknown', 'created')
  return (
    (gt === undefined || created > Number(gt)) &&
    (gte === undefined || created >= Number(gte)) &&
    (lt === undefined || created < Number(lt)) &&
    (lte === undefined || created <= Number(lte))
  )
}
