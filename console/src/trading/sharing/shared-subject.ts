/** What a page wants shared: it stands in the address, so that any page leads to the dialog by a link. */
export interface SharedSubject {
  readonly trade?: string
  readonly entry?: string
  /** The filter of the list of trades, as its query. */
  readonly filter?: string
}

const ID = /^[0-9a-f-]{36}$/

export function sharedSubject({ trade, entry, filter }: Record<string, unknown>): SharedSubject {
  if (typeof trade === 'string' && ID.test(trade)) return { trade }
  if (typeof entry === 'string' && ID.test(entry)) return { entry }
  return typeof filter === 'string' ? { filter } : {}
}
