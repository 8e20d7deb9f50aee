import { solveChallenge } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2'
import type { Challenge } from 'altcha-lib/types'
import { type Answer, type Client, valueAt } from './client.ts'

/** Solves the built-in proof of work for an action; throws for a provider that wants a person. */
export async function solveCaptcha(client: Client, action: string): Promise<string> {
  const answer = await client.get(`/api/auth/captcha?action=${encodeURIComponent(action)}`)
  const challenge = valueAt(answer.json, 'challenge') as Challenge | undefined
  if (challenge === undefined)
    throw new Error(
      `a captcha is asked for that this suite cannot solve: ${answer.status} ${answer.text.slice(0, 200)}`,
    )
  const solution = await solveChallenge({ challenge, deriveKey })
  if (solution === null) throw new Error('the captcha was not solved in time')
  return Buffer.from(JSON.stringify({ challenge, solution })).toString('base64')
}

/** Posts as a person at a browser does: where a captcha is asked for, it is solved. */
export async function postAsPerson(
  client: Client,
  path: string,
  body: Readonly<Record<string, unknown>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const answer = await client.post(path, body, headers)
  if (answer.code !== 'identity/captcha-required') return answer
  const captcha = await solveCaptcha(client, String(valueAt(answer.json, 'params.action') ?? 'login'))
  return client.post(path, { ...body, captcha }, headers)
}
