import type { Answer, Client } from './client.ts'
import type { Mischief } from './props.ts'
import type { Stage } from './stage.ts'

export interface Travel {
  readonly mischief?: Mischief
  readonly client?: Client
  /** Changes the address that the browser comes back to. */
  readonly back?: (url: URL) => void
}

let subjects = 0

/** Claims of somebody at the provider whom nobody knows yet. */
export function claimsOf(claims: Readonly<Record<string, unknown>>): Mischief {
  subjects += 1
  const sub = `subject-${subjects}-${Math.random().toString(36).slice(2)}`
  return { claims: { sub, ...claims }, userInfo: { sub } }
}

/** Goes to the provider and returns where it sends the browser back to. One at a time: a provider plays one part. */
export async function go({ provider, nodes }: Stage, client: Client, mischief: Mischief): Promise<URL> {
  const { id, play } = provider()
  play(mischief)
  const start = await client.get(`/api/auth/oauth/${id}/start`)
  const there = start.headers.get('location')
  if (there === null) throw new Error(`start answered ${start.status} ${start.text.slice(0, 200)}`)
  return cameBack(there, nodes.urls[0])
}

/** Where the provider at `there` sends the browser, at the instance's address. */
export async function cameBack(there: string, base: string | undefined): Promise<URL> {
  const back = (await fetch(there, { redirect: 'manual' })).headers.get('location')
  if (back === null) throw new Error('the provider sent the browser nowhere')
  return new URL(back, base)
}

/** Goes to the provider and back; the answer is that of the way back. */
export async function travel(stage: Stage, { mischief = {}, client = stage.visitor(), back }: Travel): Promise<Answer> {
  const url = await go(stage, client, mischief)
  back?.(url)
  return client.get(url.pathname + url.search)
}

export const opensSession = (answer: Answer): boolean => answer.setCookies.some((line) => /^[^=]*at=[^;]/.test(line))
