import { solveChallenge } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2'
import type { Challenge } from 'altcha-lib/types'

interface Answer {
  readonly body: unknown
}

/** A client as tests have it. */
interface Client<Answered extends Answer> {
  get(path: string): Promise<Answered>
  post(path: string, body: object, headers?: Readonly<Record<string, string>>): Promise<Answered>
}

/** Does the work that a challenge asks for, and writes the answer as a browser's widget does. */
export async function solve(challenge: Challenge): Promise<string> {
  const solution = await solveChallenge({ challenge, deriveKey })
  if (solution === null) throw new Error('the captcha was not solved in time')
  return Buffer.from(JSON.stringify({ challenge, solution })).toString('base64')
}

/** Fetches a challenge for `action` and solves it. */
export async function solvedFor(client: Client<Answer>, action: string): Promise<string> {
  const answer = await client.get(`/api/auth/captcha?action=${action}`)
  return solve((answer.body as { challenge: Challenge }).challenge)
}

/** Posts as a person at a browser does: where a captcha is asked for, it is solved. */
export async function postSolving<Answered extends Answer>(
  client: Client<Answered>,
  path: string,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answered> {
  const answer = await client.post(path, body, headers)
  const problem = answer.body as { code?: string; params?: { action: string } } | null
  if (problem?.code !== 'identity/captcha-required') return answer
  const captcha = await solvedFor(client, problem.params?.action ?? 'login')
  return client.post(path, { ...body, captcha }, headers)
}
