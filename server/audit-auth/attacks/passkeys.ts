import type { Attack } from '../attack.ts'
import { type Answer, valueAt } from '../client.ts'
import { readToken } from '../jwt.ts'
import type { Misconduct, Passkey } from '../props.ts'
import type { Bearer, Stage } from '../stage.ts'
import { countOf, together } from './sessions.ts'

const routes = ['POST /api/auth/mfa/passkeys', 'POST /api/auth/passkey/login']

/** Somebody with a passkey. */
async function withPasskey(stage: Stage): Promise<{ bearer: Bearer; passkey: Passkey }> {
  const bearer = await stage.bearer()
  const passkey = stage.passkey()
  const options = await bearer.send('POST', '/api/auth/mfa/passkeys/options')
  const credential = passkey.create(options.json)
  const added = await bearer.send('POST', '/api/auth/mfa/passkeys', { body: { credential, name: 'Laptop' } })
  if (added.status !== 201) throw new Error(`the passkey was answered ${added.status} ${added.text.slice(0, 200)}`)
  return { bearer, passkey }
}

interface Offer {
  readonly challenge: string
  readonly options: Record<string, unknown>
}

async function offer(stage: Stage): Promise<Offer> {
  const answer = await stage.visitor().send('POST', '/api/auth/passkey/options')
  return { challenge: answer.at('challenge'), options: valueAt(answer.json, 'options') as Record<string, unknown> }
}

function present(stage: Stage, challenge: string, credential: object): Promise<Answer> {
  return stage.visitor().post('/api/auth/passkey/login', { challenge, credential, transport: 'bearer' })
}

const ceremonies: Attack = {
  id: 'M13',
  attack:
    'passkey sign-in with a replayed or foreign challenge, wrong origin, rp id, type, user handle, credential id, a broken signature, a counter that runs back',
  expected: '400 or 401 each; one session for the right one, 6 times at once',
  routes,
  shared: true,
  async run({ stage, see, status }) {
    const { bearer, passkey } = await withPasskey(stage)
    const other = await withPasskey(stage)
    const right = await offer(stage)
    const credential = passkey.get(right.options, { counter: 50 })
    const answers = await together(6, () => present(stage, right.challenge, credential))
    see('sessions', countOf(answers, 200), 1)
    see('level', readToken(answers.find((answer) => answer.status === 200)?.at('accessToken') ?? '.e30').payload.aal, 2)
    status('replayed', await present(stage, right.challenge, credential), 400, 401)
    const misconducts: Record<string, Misconduct> = {
      origin: { origin: 'https://evil.example' },
      'origin as a prefix': { origin: 'https://plinth.test.evil.example' },
      'rp id': { rpId: 'evil.example' },
      type: { type: 'webauthn.create' },
      'user handle': { userHandle: Buffer.from('somebody-else').toString('base64url') },
      'credential id': { credentialId: other.passkey.credentialId },
      signature: { brokenSignature: true },
      challenge: { challenge: Buffer.from('made up').toString('base64url') },
      'counter back': { counter: 3 },
    }
    for (const [what, misconduct] of Object.entries(misconducts)) {
      const { challenge, options } = await offer(stage)
      status(what, await present(stage, challenge, passkey.get(options, { counter: 60, ...misconduct })), 400, 401)
    }
    const [first, second] = [await offer(stage), await offer(stage)]
    status(
      'the challenge of another ceremony',
      await present(stage, second.challenge, passkey.get(first.options, { counter: 70 })),
      400,
      401,
    )
    const enrolment = await bearer.send('POST', '/api/auth/mfa/passkeys/options')
    const crossed = { ...first.options, challenge: valueAt(enrolment.json, 'challenge') }
    status(
      'the challenge of an enrolment',
      await present(stage, first.challenge, passkey.get(crossed, { counter: 80 })),
      400,
      401,
    )
  },
}

const unverified: Attack = {
  id: 'M13u',
  attack: 'a passkey that did not make sure of its person, for a sign-in by passkey alone',
  expected: 'no session at the level of two factors',
  routes,
  async run({ stage, see }) {
    const { passkey } = await withPasskey(stage)
    const { challenge, options } = await offer(stage)
    const answer = await present(stage, challenge, passkey.get(options, { userVerified: false }))
    const token = valueAt(answer.json, 'accessToken')
    see('a session', typeof token === 'string' ? readToken(token).payload.aal : 'none', 'none')
    see('5xx', answer.status >= 500, false)
  },
}

const enrolment: Attack = {
  id: 'M13e',
  attack:
    "enrol a passkey with a replayed challenge, a wrong origin, somebody else's options, the same credential twice",
  expected: '400 or 409 each',
  routes,
  shared: true,
  async run({ stage, status }) {
    const bearer = await stage.bearer()
    const other = await stage.bearer()
    const start = async (who: Bearer) => (await who.send('POST', '/api/auth/mfa/passkeys/options')).json
    const add = (who: Bearer, credential: object) =>
      who.send('POST', '/api/auth/mfa/passkeys', { body: { credential, name: 'Laptop' } })
    for (const misconduct of [{ origin: 'https://evil.example' }, { rpId: 'evil.example' }, { type: 'webauthn.get' }])
      status(
        Object.keys(misconduct).join(),
        await add(bearer, stage.passkey().create(await start(bearer), misconduct)),
        400,
      )
    status("somebody else's options", await add(bearer, stage.passkey().create(await start(other))), 400)
    const credential = stage.passkey().create(await start(bearer))
    status('right', await add(bearer, credential), 201)
    status('replayed', await add(bearer, credential), 400, 403, 409)
    status('by another', await add(other, credential), 400, 409)
  },
}

export const passkeyAttacks: readonly Attack[] = [ceremonies, unverified, enrolment]
