/** Of what stands in an address, the choices that a list knows; anything else is left out. */
export function choicesIn<const Filter extends Readonly<Record<string, readonly string[]>>>(
  known: Filter,
  search: Record<string, unknown>,
): { [Key in keyof Filter]?: Filter[Key][number] } {
  const found = Object.entries(known).filter(([key, values]) => values.some((value) => value === search[key]))
  return Object.fromEntries(found.map(([key]) => [key, search[key]])) as { [Key in keyof Filter]?: Filter[Key][number] }
}

/** An empty choice leaves the address instead of standing in it. */
export function chosen<Filter extends object>(filter: Filter, key: keyof Filter & string, value: string): Filter {
  const { [key]: _, ...rest } = filter as Record<string, unknown>
  return (value === '' ? rest : { ...rest, [key]: value }) as Filter
}

export const ticketFilter = {
  state: ['open', 'pending', 'resolved', 'closed'],
  priority: ['low', 'normal', 'high', 'urgent'],
  assignee: ['me', 'nobody'],
} as const

export const enquiryFilter = { state: ['new', 'answered', 'closed', 'spam'] } as const

export const leadFilter = { stage: ['new', 'contacted', 'qualified', 'proposal', 'won', 'lost'] } as const
