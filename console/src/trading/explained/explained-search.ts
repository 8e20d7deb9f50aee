/** What has figures beside the reports: an account, a risk profile, a goal, or what stands beside a broker's word. */
const subjects = ['balance', 'risk', 'goal', 'difference'] as const
export type Subject = (typeof subjects)[number]

/** Which figure of what; it stands in the address. */
export interface FactSearch {
  readonly of: Subject
  readonly id: string
  readonly figure: string
  /** Of balances: at the end of a trading day, or what that day brought. */
  readonly day?: string
  /** Of a difference: whose it is. */
  readonly account?: string
}

export function factSearchIn(search: Record<string, unknown>): FactSearch {
  const { of, day, account } = search
  return {
    of: subjects.find((one) => one === of) ?? 'balance',
    id: String(search.id ?? ''),
    figure: String(search.figure ?? ''),
    ...(typeof day === 'string' ? { day } : {}),
    ...(typeof account === 'string' ? { account } : {}),
  }
}

const BALANCE = /^\/api\/trading\/accounts\/([^/]+)\/balances\/explain\?/

/** Where the API explains what a day brought to an account, as this page is asked for it; null of other addresses. */
export function factSearchOf(path: string): FactSearch | null {
  const id = BALANCE.exec(path)?.[1]
  if (id === undefined) return null
  const params = new URL(path, 'http://api').searchParams
  return factSearchIn({ ...Object.fromEntries(params), of: 'balance', id })
}
