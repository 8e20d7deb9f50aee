import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import type { Attack, Trial } from '../attack.ts'
import { valueAt } from '../client.ts'
import { encode, readToken, signAsymmetric, signHmac, writeToken } from '../jwt.ts'
import { enrol, MFA_ROUTES } from '../second-factor.ts'
import { type Bearer, bearerHeader } from '../stage.ts'

const ME = '/api/auth/me'
const JWKS = '/api/.well-known/jwks.json'
const RIGHT_WITHIN_MS = 1000

/** Shows the token as bearer, and as the access cookie, and notes both answers. */
async function show({ stage, status }: Trial, what: string, token: string): Promise<void> {
  status(what, await stage.visitor().get(ME, bearerHeader(token)), 401)
  const browser = stage.visitor()
  browser.jar.set(await stage.cookieName('at'), token)
  status(`${what}, as the access cookie`, await browser.get(ME), 401)
}

async function publicKey(trial: Trial): Promise<Record<string, string>> {
  const answer = await trial.stage.visitor().get(JWKS)
  return valueAt(answer.json, 'keys.0') as Record<string, string>
}

const algNone: Attack = {
  id: 'J1',
  attack: 'an access token with alg none in three spellings, its signature empty or kept',
  expected: '401 each time',
  async run(trial) {
    const { accessToken } = await trial.stage.bearer()
    const { header, payload, signature } = readToken(accessToken)
    for (const alg of ['none', 'None', 'nOnE', '']) {
      await show(trial, `${alg}, empty`, writeToken({ ...header, alg }, payload, ''))
      await show(trial, `${alg}, kept`, writeToken({ ...header, alg }, payload, signature))
    }
    await show(trial, 'two parts', accessToken.split('.').slice(0, 2).join('.'))
  },
}

const algConfusion: Attack = {
  id: 'J2',
  attack: 'HS256 with the public key as the secret: as PEM, DER, JWK and raw',
  expected: '401 each time',
  async run(trial) {
    const { accessToken } = await trial.stage.bearer()
    const { header, payload } = readToken(accessToken)
    const jwk = await publicKey(trial)
    const key = createPublicKey({ key: jwk, format: 'jwk' })
    const raw = Buffer.from(`${jwk.x ?? jwk.n ?? ''}`, 'base64url')
    const secrets: [string, string | Buffer][] = [
      ['PEM', key.export({ type: 'spki', format: 'pem' }).toString()],
      ['PEM without the last line break', key.export({ type: 'spki', format: 'pem' }).toString().trimEnd()],
      ['DER', key.export({ type: 'spki', format: 'der' })],
      ['JWK', JSON.stringify(jwk)],
      ['raw', raw],
      ['empty', ''],
    ]
    for (const [what, secret] of secrets)
      await show(trial, what, signHmac({ ...header, alg: 'HS256' }, payload, secret))
  },
}

const keyInjection: Attack = {
  id: 'J3',
  attack: 'a token signed by the attacker, whose own key stands in the header: jwk, jku, x5u, x5c, or the right kid',
  expected: '401 each time',
  async run(trial) {
    const { accessToken } = await trial.stage.bearer()
    const { header, payload } = readToken(accessToken)
    const own = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const pem = own.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    const jwk = own.publicKey.export({ format: 'jwk' })
    const headers: Record<string, unknown>[] = [
      header,
      { ...header, jwk },
      { ...header, kid: 'mine', jwk },
      { ...header, jku: 'http://127.0.0.1:9/jwks.json' },
      { ...header, x5u: 'http://127.0.0.1:9/cert.pem' },
      { ...header, x5c: [own.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')] },
    ]
    for (const forged of headers) await show(trial, Object.keys(forged).join('+'), signAsymmetric(forged, payload, pem))
  },
}

/** Secrets of every other purpose that can be had here. */
async function furtherSecrets({ stage, can }: Trial): Promise<Record<string, string>> {
  const owner = await enrol(stage)
  const { email } = owner.person
  await stage.visitor().post('/api/auth/magic-link', { email })
  const fresh = stage.address()
  const asker = await stage.bearer()
  await asker.send('POST', '/api/auth/email', { body: { newEmail: fresh } })
  const secrets = {
    challenge: await owner.challenge(),
    'backup code': owner.backupCodes[0] ?? '',
    'magic link': (await stage.letter(email, 'identity.magic-link')).token,
    'e-mail change': (await stage.letter(fresh, 'identity.email-confirm')).token,
    'CSRF token': (await stage.visitor().csrf())['x-csrf-token'] ?? '',
  }
  if (!can('administrator', 'an invitation')) return secrets
  const invited = stage.address()
  await (await stage.administrator()).send('POST', '/api/invitations', { body: { email: invited, roles: [] } })
  return { ...secrets, invitation: (await stage.letter(invited, 'organisations.invitation')).token }
}

const typeConfusion: Attack = {
  id: 'J5',
  attack:
    'every other secret as bearer (refresh, verification, reset, magic link, e-mail change, invitation, challenge, CSRF token), and the access token as each of them',
  expected: '401 or 400, never accepted',
  routes: [...MFA_ROUTES, 'POST /api/auth/magic-link', 'POST /api/auth/email'],
  async run(trial) {
    const { stage, status } = trial
    const unproven = await stage.unproven()
    const verify = await stage.letter(unproven.email, 'identity.verify')
    const { person, accessToken, refreshToken } = await stage.bearer()
    await stage.visitor().post('/api/auth/forgot-password', { email: person.email })
    const reset = await stage.letter(person.email, 'identity.reset')
    await show(trial, 'refresh as bearer', refreshToken)
    await show(trial, 'verification as bearer', verify.token)
    await show(trial, 'reset as bearer', reset.token)
    for (const [what, secret] of Object.entries(await furtherSecrets(trial))) {
      await show(trial, `${what} as bearer`, secret)
      status(`${what} as refresh`, await stage.visitor().post('/api/auth/refresh', { refreshToken: secret }), 400, 401)
    }
    const password = 'another long pass phrase'
    const post = (path: string, body: object) => stage.visitor().post(path, body)
    status('access as refresh', await post('/api/auth/refresh', { refreshToken: accessToken }), 400, 401)
    status('reset as refresh', await post('/api/auth/refresh', { refreshToken: reset.token }), 400, 401)
    for (const [what, token] of [
      ['access', accessToken.slice(0, 200)],
      ['refresh', refreshToken],
      ['reset', reset.token],
    ] as const)
      status(`${what} as verification`, await post('/api/auth/verify', { token }), 400)
    for (const [what, token] of [
      ['verification', verify.token],
      ['refresh', refreshToken],
    ] as const)
      status(`${what} as reset`, await post('/api/auth/reset-password', { token, password }), 400)
    status('the reset link still works', await post('/api/auth/reset-password', { token: reset.token, password }), 204)
    status('the verification link still works', await post('/api/auth/verify', { token: verify.token }), 200)
  },
}

const DELETING = ['POST /api/auth/delete', 'POST /api/auth/delete/confirm']

const claims: Attack = {
  id: 'J6',
  attack:
    'tokens signed with the right key whose claims are wrong: issuer, audience, times, subject, session, epoch, type; of somebody deleted',
  expected: '401 each time; 200 for the unchanged one',
  needs: ['signing-keys'],
  async run(trial) {
    const { stage, status } = trial
    const mine = await stage.bearer()
    const other = await stage.bearer()
    const key = stage.signingKeys[0]
    if (key === undefined) return
    const { header, payload } = readToken(mine.accessToken)
    const stranger = readToken(other.accessToken).payload
    const seconds = Number(payload.iat)
    const sign = (changes: object, head: object = {}) =>
      signAsymmetric({ ...header, ...head }, { ...payload, ...changes }, key.privateKeyPem)
    status('unchanged', await stage.visitor().get(ME, bearerHeader(sign({}))), 200)
    const wrong: Record<string, object> = {
      issuer: { iss: 'https://evil.example' },
      'issuer as a prefix': { iss: `${payload.iss}.evil.example` },
      audience: { aud: 'https://other-tenant.example' },
      'audience among others': { aud: ['https://other-tenant.example'] },
      expired: { iat: seconds - 7200, exp: seconds - 3600 },
      'no exp': { exp: undefined },
      'exp as text': { exp: String(payload.exp) },
      'exp before iat': { exp: seconds - 1 },
      'not yet': { nbf: seconds + 3600 },
      'issued tomorrow': { iat: seconds + 86_400, exp: seconds + 90_000 },
      'subject of somebody else': { sub: stranger.sub },
      'session of somebody else': { sid: stranger.sid },
      'nobody as subject': { sub: '00000000-0000-7000-8000-000000000000' },
      'epoch of tomorrow': { epoch: Number(payload.epoch) + 1 },
      'epoch as text': { epoch: String(payload.epoch) },
      'no session': { sid: undefined },
    }
    for (const [what, changes] of Object.entries(wrong)) await show(trial, what, sign(changes))
    await show(trial, 'type JWT', sign({}, { typ: 'JWT' }))
    await show(trial, 'no type', sign({}, { typ: undefined }))
    if (!DELETING.every((route) => stage.has(route))) return
    status('asks to be deleted', await mine.send('POST', '/api/auth/delete'), 202)
    const { token } = await stage.letter(mine.person.email, 'identity.delete-link')
    status('deleted', await stage.visitor().post('/api/auth/delete/confirm', { token }), 204)
    await show(trial, 'of somebody who was deleted', sign({}))
    await show(trial, 'of somebody who was deleted, by his last epoch', sign({ epoch: Number(payload.epoch) + 1 }))
  },
}

const publishedKeys: Attack = {
  id: 'J8',
  attack: 'read the published keys; tokens by the retired key that is still listed, and by one that is not',
  expected: 'no private part, cacheable; 200 by the listed key, 401 by the unlisted',
  shared: true,
  async run(trial) {
    const { stage, see, status } = trial
    const answer = await stage.visitor().get(JWKS)
    const keys = (valueAt(answer.json, 'keys') ?? []) as Record<string, unknown>[]
    const secret = keys
      .flatMap((key) => Object.keys(key))
      .filter((name) => ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'].includes(name))
    see('private parts', secret, [])
    see('cacheable', /max-age=[1-9]/.test(answer.headers.get('cache-control') ?? ''), true)
    const [active, retired] = stage.signingKeys
    const listed = stage.signingKeys.filter(({ kid }) => keys.some((key) => key.kid === kid))
    see('every key is listed', listed.length, stage.signingKeys.length)
    if (active === undefined || retired === undefined) return
    const { header, payload } = readToken((await stage.bearer()).accessToken)
    const by = (kid: string, pem: string) => signAsymmetric({ ...header, kid }, payload, pem)
    status(
      'by the retired key',
      await stage.visitor().get(ME, bearerHeader(by(retired.kid, retired.privateKeyPem))),
      200,
    )
    await show(trial, 'key and kid do not go together', by(retired.kid, active.privateKeyPem))
    await show(trial, 'a kid that was never listed', by('k-removed', retired.privateKeyPem))
  },
}

/** Watches a session from all nodes until none accepts it, and notes how long that took at most. */
async function dies(trial: Trial, what: string, bearer: Bearer): Promise<void> {
  const startedMs = performance.now()
  for (;;) {
    const answers = await Promise.all(trial.stage.nodes.urls.map((_, node) => bearer.send('GET', ME, { node })))
    const isDead = answers.every(({ status }) => status === 401 || status === 403)
    if (isDead || performance.now() - startedMs > RIGHT_WITHIN_MS)
      return trial.see(what, isDead ? 'refused within 1 s' : 'accepted after 1 s', 'refused within 1 s')
  }
}

const staleAuthority: Attack = {
  id: 'J10',
  attack:
    'go on with an access token after logout, logout everywhere, revocation from another session, change of password',
  expected: 'refused within 1 s on every node, not when it expires',
  shared: true,
  async run(trial) {
    const { stage } = trial
    const warm = async (bearer: Bearer): Promise<Bearer> => {
      for (const node of stage.nodes.urls.keys()) await bearer.send('GET', ME, { node })
      return bearer
    }
    const out = await warm(await stage.bearer())
    await out.send('POST', '/api/auth/logout', { node: 0 })
    await dies(trial, 'logout', out)
    const person = await stage.person()
    const [first, second, third] = [await stage.bearer(person), await stage.bearer(person), await stage.bearer(person)]
    for (const one of [first, second, third]) await warm(one)
    await first.send('DELETE', `/api/auth/sessions/${readToken(second.accessToken).payload.sid}`, { node: 0 })
    await dies(trial, 'revoked from another session', second)
    const body = { currentPassword: person.password, newPassword: 'a quite new pass phrase' }
    await first.send('POST', '/api/auth/change-password', { node: 0, body })
    await dies(trial, 'password changed elsewhere', third)
    await dies(trial, 'the session that changed it, by its old token', first)
  },
}

const ban: Attack = {
  id: 'J10b',
  attack: 'go on with an access token after the account was disabled, or a role was taken away',
  expected: 'refused within 1 s on every node',
  needs: ['administrator'],
  routes: ['POST /api/users/{id}/disable'],
  shared: true,
  async run(trial) {
    const { stage, see, status } = trial
    const administrator = await stage.administrator()
    const [victim, holder] = [await stage.bearer(), await stage.bearer()]
    const idOf = ({ accessToken }: Bearer) => String(readToken(accessToken).payload.sub)
    await victim.send('GET', ME)
    status('disable', await administrator.send('POST', `/api/users/${idOf(victim)}/disable`, { node: 0 }), 204)
    await dies(trial, 'disabled', victim)
    status('its refresh', await stage.visitor().post('/api/auth/refresh', { refreshToken: victim.refreshToken }), 401)
    const role = `/api/users/${idOf(holder)}/roles/administrator`
    await administrator.send('PUT', role, { node: 0, body: { reason: 'attack suite' } })
    const has = async () => (await holder.send('GET', '/api/users')).status === 200
    see('the permission is there first', await until(has), true)
    status('take the role', await administrator.send('DELETE', role, { node: 0, body: undefined }), 204)
    const startedMs = performance.now()
    let answer = await holder.send('GET', '/api/users', { node: stage.nodes.urls.length - 1 })
    while (answer.status !== 403 && performance.now() - startedMs < RIGHT_WITHIN_MS)
      answer = await holder.send('GET', '/api/users', { node: stage.nodes.urls.length - 1 })
    see('the permission is gone', answer.status, 403)
  },
}

async function until(isSo: () => Promise<boolean>): Promise<boolean> {
  const startedMs = performance.now()
  while (!(await isSo())) if (performance.now() - startedMs > RIGHT_WITHIN_MS) return false
  return true
}

const headers: Attack = {
  id: 'X10',
  attack: 'kid as a path, an SQL fragment, a number, an array or absent; crit, b64 false and zip in the header',
  expected: '401 each time',
  async run(trial) {
    const { stage } = trial
    const { accessToken } = await stage.bearer()
    const { header, payload, signature } = readToken(accessToken)
    const kids: unknown[] = [
      '../../../../dev/null',
      "k' OR '1'='1",
      '/proc/self/environ',
      0,
      null,
      [header.kid],
      '',
      'a'.repeat(900),
    ]
    for (const kid of kids) {
      await show(
        trial,
        `kid ${JSON.stringify(kid).slice(0, 30)}`,
        signHmac({ ...header, alg: 'HS256', kid }, payload, ''),
      )
      await show(
        trial,
        `kid ${JSON.stringify(kid).slice(0, 30)}, kept`,
        writeToken({ ...header, kid }, payload, signature),
      )
    }
    for (const extra of [{ crit: ['exp'] }, { crit: ['b64'], b64: false }, { zip: 'DEF' }, { cty: 'JWT' }])
      await show(trial, Object.keys(extra).join('+'), writeToken({ ...header, ...extra }, payload, signature))
    const swapped = encode({ typ: header.typ, kid: header.kid, alg: header.alg })
    await show(trial, 'header in another order', `${swapped}.${encode(payload)}.${signature}`)
  },
}

const shapes: Attack = {
  id: 'X17',
  attack:
    'the token in other shapes: JSON serialisation, five parts, padding, spare bits, blanks, a payload with the subject swapped',
  expected: '401 or 400 each time',
  async run(trial) {
    const { stage, status } = trial
    const mine = await stage.bearer()
    const other = await stage.bearer()
    const [head = '', body = '', signature = ''] = mine.accessToken.split('.')
    const { header, payload } = readToken(mine.accessToken)
    const swapped = writeToken(header, { ...payload, sub: readToken(other.accessToken).payload.sub }, signature)
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const last = alphabet.indexOf(signature.at(-1) ?? 'A')
    const spare = `${signature.slice(0, -1)}${alphabet[last ^ 1] ?? 'A'}`
    const forms: Record<string, string> = {
      'subject swapped': swapped,
      'five parts': `${head}.${body}.${signature}.${body}.${signature}`,
      'JSON serialisation': JSON.stringify({ protected: head, payload: body, signature }),
      padding: `${mine.accessToken}==`,
      'spare bits': `${head}.${body}.${spare}`,
      'a dot behind': `${mine.accessToken}.`,
      'zero signature': `${head}.${body}.${'A'.repeat(86)}`,
      'half a signature': `${head}.${body}.${signature.slice(0, 43)}`,
      'signature of DER': `${head}.${body}.${Buffer.from('3006020101020101', 'hex').toString('base64url')}`,
      'signature of somebody else': `${head}.${body}.${other.accessToken.split('.')[2]}`,
    }
    for (const [what, token] of Object.entries(forms))
      status(what, await stage.visitor().get(ME, { authorization: `Bearer ${token}` }), 400, 401)
    for (const scheme of ['Basic', 'Token', 'bearer:', 'Bearer,'])
      status(scheme, await stage.visitor().get(ME, { authorization: `${scheme} ${mine.accessToken}` }), 400, 401)
    status('unchanged', await mine.send('GET', ME), 200)
  },
}

export const tokenAttacks: readonly Attack[] = [
  algNone,
  algConfusion,
  keyInjection,
  typeConfusion,
  claims,
  publishedKeys,
  staleAuthority,
  ban,
  headers,
  shapes,
]
