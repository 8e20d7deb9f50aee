/** Whose requests the board shows; it stands in the address. */
export interface BoardFilter {
  readonly assignee?: 'me' | 'nobody'
}

export function boardFilterIn({ assignee }: Record<string, unknown>): BoardFilter {
  return assignee === 'me' || assignee === 'nobody' ? { assignee } : {}
}
