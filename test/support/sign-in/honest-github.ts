import { createHash, randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { readForm, redirect, type StandIn, sendJson, standIn } from '../../../server/audit-auth/stand-in.ts'

export interface GithubPerson {
  readonly id: number
  readonly login: string
  readonly name: string | null
  readonly emails: readonly { readonly email: string; readonly primary: boolean; readonly verified: boolean }[]
}

export interface HonestGithub extends StandIn {
  readonly clientId: string
  readonly clientSecret: string
  /** Who is signed in there; null cancels. */
  person: GithubPerson | null
  /** Status that the API answers instead of serving, for outages. */
  outage: number | null
}

interface Granted {
  readonly person: GithubPerson
  readonly challenge: string
  readonly redirectUri: string
}

const [clientId, clientSecret] = ['github-client', 'github-secret']

/**
 * GitHub as its documents describe it: authorization page, token endpoint that answers forms unless JSON is asked for and refuses with
 * status 200, S256, /user and /user/emails for the bearer.
 */
export async function startHonestGithub(): Promise<HonestGithub> {
  const codes = new Map<string, Granted>()
  const tokens = new Map<string, GithubPerson>()
  const state: Pick<HonestGithub, 'person' | 'outage'> = { person: null, outage: null }
  const server = await standIn((url) => async (request, response) => {
    const asked = new URL(request.url ?? '/', url)
    const step = `${request.method} ${asked.pathname}`
    if (step === 'GET /login/oauth/authorize') return authorize(asked.searchParams, response, { codes, ...state })
    if (step === 'POST /login/oauth/access_token') return trade(request, response, { codes, tokens })
    if (state.outage !== null) return sendJson(response, state.outage, { message: 'Unavailable' })
    const person = tokens.get(/^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '')
    if (person === undefined) return sendJson(response, 401, { message: 'Bad credentials' })
    const { id, login, name, emails } = person
    if (step === 'GET /user') return sendJson(response, 200, { id, login, name, email: 'public@elsewhere.example' })
    if (step === 'GET /user/emails') return sendJson(response, 200, emails)
    return sendJson(response, 404, { message: 'Not Found' })
  })
  return Object.defineProperties(
    { ...server, clientId, clientSecret, ...state },
    {
      person: { get: () => state.person, set: (person) => void Object.assign(state, { person }) },
      outage: { get: () => state.outage, set: (outage) => void Object.assign(state, { outage }) },
    },
  )
}

function authorize(
  asked: URLSearchParams,
  response: ServerResponse,
  { codes, person }: { codes: Map<string, Granted>; person: GithubPerson | null },
): unknown {
  const redirectUri = asked.get('redirect_uri') ?? ''
  const challenge = asked.get('code_challenge') ?? ''
  if (asked.get('client_id') !== clientId || asked.get('code_challenge_method') !== 'S256')
    return sendJson(response, 404, { message: 'Not Found' })
  const back = new URL(redirectUri)
  back.searchParams.set('state', asked.get('state') ?? '')
  if (person === null) back.searchParams.set('error', 'access_denied')
  else {
    const code = randomBytes(10).toString('hex')
    codes.set(code, { person, challenge, redirectUri })
    back.searchParams.set('code', code)
  }
  return redirect(response, back)
}

async function trade(
  request: IncomingMessage,
  response: ServerResponse,
  { codes, tokens }: { codes: Map<string, Granted>; tokens: Map<string, GithubPerson> },
): Promise<unknown> {
  const form = await readForm(request)
  const say = (body: Record<string, string>): unknown => {
    if (request.headers.accept?.includes('json') === true) return sendJson(response, 200, body)
    return response
      .writeHead(200, { 'content-type': 'application/x-www-form-urlencoded' })
      .end(`${new URLSearchParams(body)}`)
  }
  if (form.get('client_id') !== clientId || form.get('client_secret') !== clientSecret)
    return say({ error: 'incorrect_client_credentials' })
  const granted = codes.get(form.get('code') ?? '')
  codes.delete(form.get('code') ?? '')
  const verified = createHash('sha256')
    .update(form.get('code_verifier') ?? '')
    .digest('base64url')
  if (granted?.challenge !== verified || granted.redirectUri !== form.get('redirect_uri'))
    return say({ error: 'bad_verification_code' })
  const token = `gho_${randomBytes(18).toString('hex')}`
  tokens.set(token, granted.person)
  return say({ access_token: token, scope: 'read:user,user:email', token_type: 'bearer' })
}
