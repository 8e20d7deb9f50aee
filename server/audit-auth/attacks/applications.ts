import { APPLICATION_ROUTES, type Application, makeProof, type Proof, registerApplication } from '../application.ts'
import type { Attack } from '../attack.ts'
import { valueAt } from '../client.ts'
import { type Bearer, bearerHeader } from '../stage.ts'
import { countOf, together } from './sessions.ts'

const ME = '/api/auth/me'
const needs = ['administrator'] as const
const routes = [...APPLICATION_ROUTES]

const asked = ({ challenge }: Proof) => ({ code_challenge: challenge, code_challenge_method: 'S256' })
const redeeming = (there: URL, more: Readonly<Record<string, string>> = {}) => ({
  grant_type: 'authorization_code',
  code: there.searchParams.get('code') ?? '',
  ...more,
})

const ownTokenEndpoint: Attack = {
  id: 'O2t',
  attack:
    "the instance's own token endpoint: a code redeemed with no verifier, another's, as plain, by another application; asked for without a challenge",
  expected: 'refused each time; tokens with the right verifier',
  needs,
  routes,
  async run({ stage, see, status }) {
    const application = await registerApplication(stage, await stage.administrator())
    const other = await registerApplication(stage, await stage.administrator())
    const person = await stage.bearer()
    const code = async (proof: Proof) => application.authorize(person, asked(proof))
    const tries: Record<string, (proof: Proof) => Record<string, string>> = {
      'no verifier': () => ({}),
      'an empty verifier': () => ({ code_verifier: '' }),
      'another verifier': () => ({ code_verifier: makeProof().verifier }),
      'the challenge itself': ({ challenge }) => ({ code_verifier: challenge }),
      'another redirect address': ({ verifier }) => ({
        code_verifier: verifier,
        redirect_uri: 'https://app.example.com/callback/evil',
      }),
    }
    for (const [what, give] of Object.entries(tries)) {
      const proof = makeProof()
      status(what, await application.redeem(redeeming(await code(proof), give(proof))), 400)
    }
    const proof = makeProof()
    const there = await code(proof)
    status('another application', await other.redeem(redeeming(there, { code_verifier: proof.verifier })), 400)
    for (const [what, query] of [
      ['without a challenge', {}],
      ['plain', { code_challenge: proof.verifier, code_challenge_method: 'plain' }],
      ['no method, which means plain', { code_challenge: proof.verifier }],
      ['another redirect address, asked', { ...asked(proof), redirect_uri: 'https://evil.example/callback' }],
      ['a token in the address', { ...asked(proof), response_type: 'id_token token' }],
    ] as const) {
      const refused = await application.authorize(person, query)
      see(`${what}: a code or token`, /[?#&](?:code|id_token|access_token)=/.test(refused.href), false)
    }
    const right = makeProof()
    status('right', await application.redeem(redeeming(await code(right), { code_verifier: right.verifier })), 200)
  },
}

const codeRace: Attack = {
  id: 'O13',
  attack: 'redeem one authorization code 20 times at once, and again afterwards',
  expected: 'tokens once; the second use ends what the first gave (RFC 6749, 4.1.2)',
  needs,
  routes,
  shared: true,
  async run({ stage, see, status }) {
    const application = await registerApplication(stage, await stage.administrator())
    const proof = makeProof()
    const there = await application.authorize(await stage.bearer(), asked(proof))
    const redeem = () => application.redeem(redeeming(there, { code_verifier: proof.verifier }))
    const answers = await together(20, redeem)
    see('200', countOf(answers, 200), 1)
    see('400', countOf(answers, 400), 19)
    status('again', await redeem(), 400)
    const token = answers.map((answer) => valueAt(answer.json, 'access_token')).find((one) => typeof one === 'string')
    const info = await stage.visitor().get('/oidc/me', bearerHeader(String(token)))
    status('what the first use gave', info, 401)
  },
}

/** A JWT of the same keys, type and person as those of sessions (RFC 9068), for another audience. */
async function tokenForApi(application: Application, person: Bearer): Promise<string> {
  const proof = makeProof()
  const resource = 'https://app.example.com/api'
  const there = await application.authorize(person, { ...asked(proof), resource })
  return (await application.redeem(redeeming(there, { code_verifier: proof.verifier, resource }))).at('access_token')
}

const providerTokens: Attack = {
  id: 'J5i',
  attack:
    'ID token, access tokens, the one for an API of theirs among them, and code that the instance gives to applications: as bearer, cookie and refresh token',
  expected: '401: they are for others',
  needs,
  routes,
  async run({ stage, status, see }) {
    const application = await registerApplication(stage, await stage.administrator())
    const proof = makeProof()
    const { client } = await stage.signIn()
    const { name } = client.cookie('at')
    const there = await application.authorize(await stage.bearer(), asked(proof))
    const given = await application.redeem(redeeming(there, { code_verifier: proof.verifier }))
    const tokens = {
      'ID token': given.at('id_token'),
      'access token': given.at('access_token'),
      'access token for an API': await tokenForApi(application, await stage.bearer()),
      code: there.searchParams.get('code') ?? '',
    }
    for (const [what, token] of Object.entries(tokens)) {
      status(`${what} as bearer`, await stage.visitor().get(ME, bearerHeader(token)), 401)
      status(`${what} as cookie`, await stage.visitor().get(ME, { cookie: `${name}=${token}` }), 401)
      const refreshed = await stage.visitor().post('/api/auth/refresh', { refreshToken: token })
      status(`${what} as refresh`, refreshed, 400, 401)
    }
    const session = (await stage.bearer()).accessToken
    const info = await stage.visitor().get('/oidc/me', bearerHeader(session))
    status("the session's token at userinfo", info, 401)
    for (const what of ['ID token', 'access token for an API'] as const)
      see(`a JWT was given: ${what}`, tokens[what].split('.').length, 3)
  },
}

const deviceFlow: Attack = {
  id: 'I13',
  attack: 'approve a device by the code of somebody else: look for a device flow (RFC 8628)',
  expected: 'none is offered: no code can be fished for',
  routes,
  async run({ stage, see, status }) {
    const metadata = await stage.visitor().get('/oidc/.well-known/openid-configuration')
    status('metadata', metadata, 200)
    see('device endpoint', valueAt(metadata.json, 'device_authorization_endpoint') ?? null, null)
    const grants = JSON.stringify(valueAt(metadata.json, 'grant_types_supported') ?? [])
    see('device grant', grants.includes('device_code'), false)
    for (const path of ['/oidc/device/auth', '/oidc/device', '/oidc/device_authorization'])
      status(path, await stage.visitor().post(path, { client_id: 'x' }), 404)
  },
}

export const applicationAttacks: readonly Attack[] = [ownTokenEndpoint, codeRace, providerTokens, deviceFlow]
