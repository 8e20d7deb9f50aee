/** How a stranger asks for what is another's: parameter -> kind of id, and what the answer must be. */
export interface TenantOperation {
  /**
   * `hidden`: 404, as for an id that was never given. `denied`: 403, for want of a permission. `public`: everybody may. `elsewhere`: the sentence says where it is tested.
   */
  readonly answer: 'hidden' | 'denied' | 'public' | { readonly elsewhere: string }
  readonly params: Readonly<Record<string, string>>
  /** A second try: these parameters are the stranger's own, the rest the other's. */
  readonly own?: Readonly<Record<string, string>>
  readonly body?: object
  /** What the query has to hold, as it stands in the address. */
  readonly query?: string
}

/** Not there for a stranger, whose id is `id`. */
export const hidden = (kind: string, body?: object): TenantOperation => ({
  answer: 'hidden',
  params: { id: kind },
  ...(body === undefined ? {} : { body }),
})

/** What cannot be asked like the others. */
export const elsewhere = (sentence: string): TenantOperation => ({ answer: { elsewhere: sentence }, params: {} })
