import type { Static, TSchema } from 'typebox'
import type { Cache } from '../../../kernel/cache/cache.ts'
import { object } from '../../../kernel/http/schema.ts'
import type { Scope } from './asked.ts'
import type { DefinitionId } from './definitions.ts'
import type { Selection, Selections } from './selections.ts'
import { count } from './shapes.ts'

type Properties = Record<string, TSchema>

export type StaticOf<Of extends Properties> = Static<ReturnType<typeof object<Of>>>

/** A report of one currency: what it adds to the query, what it answers, and how that is worked out. */
export interface Report<Query extends Properties, Answer extends Properties> {
  readonly name: string
  readonly query: Query
  readonly properties: Answer
  /** What each figure of the answer is defined as, by its name or, where others have the same one, the end of its path. */
  readonly definitions: Readonly<Record<string, DefinitionId>>
  readonly compute: (selection: Selection, extra: StaticOf<Query>) => StaticOf<Answer> | Promise<StaticOf<Answer>>
  /** What the answer depends on beside all that: the present day. */
  readonly asOf?: (scope: Scope, extra: StaticOf<Query>) => string | null
  /** False for an answer that is too large to be kept: it is written anew from the selection. */
  readonly isKept?: (extra: StaticOf<Query>) => boolean
}

/** A report of a scope, from the cache while nothing changed. `query` may hold more than what the report adds to it. */
export type Ask = (scope: Scope, query: Readonly<Record<string, unknown>>) => Promise<object>

/** How many trades a report is of. */
export const counted = {
  n: count,
  hiddenByPlan: { ...count, description: 'Closed trades beyond the limit of the plan, which nothing here is of' },
  missing: {
    ...count,
    description: 'Trades left out, which have no result in this mode: no risk known in R, no cost in percent',
  },
}

/** A key names what a value is made of, so that none is ever wrong: how long they are kept only bounds what lies about. */
const TTL_SECONDS = 3600

/**
 * Keeps what the report answers by its content: accounts with their generations, filter, measure, and what else was asked for. A change
 * of an account, or another day where the answer is of the present one, asks for another key, so that nothing has to be dropped.
 */
export function keepReport<Query extends Properties, Answer extends Properties>(
  { cache, selections }: { readonly cache: Cache; readonly selections: Selections },
  {
    name,
    query,
    properties,
    compute,
    asOf = () => null,
    isKept = () => true,
  }: Omit<Report<Query, Answer>, 'definitions'>,
): Ask {
  const answer = async ({ scope, extra }: Question<StaticOf<Query>>) => {
    const selection = await selections(scope)
    const { trades, missing } = selection.results
    const { hiddenByPlan } = selection
    return { n: trades.length, missing, hiddenByPlan, ...((await compute(selection, extra)) as object) }
  }
  const region = cache.region({
    name: `trading.analytics-${name}`,
    shape: object({ ...counted, ...properties }),
    ttlSeconds: TTL_SECONDS,
    staleSeconds: 0,
    keyText: ({ scope, extra }: Question<StaticOf<Query>>) => JSON.stringify([scope.key, extra, asOf(scope, extra)]),
    load: answer,
  })
  const names = Object.keys(query)
  return async (scope, asked) => {
    const extra = Object.fromEntries(names.map((one) => [one, asked[one]])) as StaticOf<Query>
    return isKept(extra)
      ? ((await region.get({ scope, extra })) as object)
      : ((await answer({ scope, extra })) as object)
  }
}

interface Question<Extra> {
  readonly scope: Scope
  readonly extra: Extra
}
