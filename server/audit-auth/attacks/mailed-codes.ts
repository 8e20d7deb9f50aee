import type { Attack, Trial } from '../attack.ts'
import { readToken } from '../jwt.ts'
import { logIn } from '../log-in.ts'
import type { Stage } from '../stage.ts'
import { countOf, together } from './sessions.ts'

const codeIn = (text: string): string => /\b\d{6}\b/.exec(text)?.[0] ?? ''

/** Somebody who gets codes by mail; each call gives a challenge with the code that was mailed for it. */
async function byMail(stage: Stage): Promise<{ id: string; ask(): Promise<{ challenge: string; code: string }> }> {
  const { person, accessToken, send } = await stage.bearer()
  const started = await send('POST', '/api/auth/mfa/email', { body: {} })
  let last = await stage.letter(person.email, 'factors.code')
  await send('POST', `/api/auth/mfa/email/${started.at('id')}/confirm`, { body: { code: codeIn(last.text) } })
  return {
    id: String(readToken(accessToken).payload.sub),
    async ask() {
      const challenge = (await logIn(stage.visitor(), { ...person, transport: 'bearer' })).at('challenge')
      await stage.visitor().post('/api/auth/mfa/send', { challenge, method: 'email' })
      last = await stage.letter(person.email, 'factors.code', last)
      return { challenge, code: codeIn(last.text) }
    },
  }
}

/** A code ends with five wrong ones on its challenge, and with its ten minutes (ASVS 6.5.5). */
async function spentCodes({ stage, status, can }: Trial): Promise<void> {
  const verify = (challenge: string, code: string) =>
    stage.visitor().post('/api/auth/mfa/verify', { challenge, method: 'email', code })
  const first = await (await byMail(stage)).ask()
  const wrong = first.code === '000000' ? '111111' : '000000'
  for (let tries = 0; tries < 5; tries += 1) status('a wrong one', await verify(first.challenge, wrong), 401)
  status('the right one after five wrong ones', await verify(first.challenge, first.code), 401, 429)
  if (!can('database', 'a code of 11 minutes ago')) return
  const owner = await byMail(stage)
  const late = await owner.ask()
  const aged = await stage.query(
    "UPDATE factors.sent_code SET expires_at = expires_at - interval '11 minutes' WHERE user_id = $1 RETURNING 1",
    [owner.id],
  )
  if (aged.length === 0) throw new Error('no code was there to age')
  status('after 11 minutes', await verify(late.challenge, late.code), 401)
}

const emailCodes: Attack = {
  id: 'V6',
  attack:
    'codes by mail: that of one challenge in another, that of the enrolment, the right one 20 times at once, again, after five wrong ones, after 11 minutes',
  expected: '401 each; one session',
  routes: ['POST /api/auth/mfa/email', 'POST /api/auth/mfa/send'],
  shared: true,
  async run(trial) {
    const { stage, see, status } = trial
    const { person, send } = await stage.bearer()
    const started = await send('POST', '/api/auth/mfa/email', { body: {} })
    const first = await stage.letter(person.email, 'factors.code')
    const confirm = `/api/auth/mfa/email/${started.at('id')}/confirm`
    status('confirmed', await send('POST', confirm, { body: { code: codeIn(first.text) } }), 200)
    const challenge = async () => (await logIn(stage.visitor(), { ...person, transport: 'bearer' })).at('challenge')
    const verify = (given: string, code: string) =>
      stage.visitor().post('/api/auth/mfa/verify', { challenge: given, method: 'email', code })
    const [one, two] = [await challenge(), await challenge()]
    status('send', await stage.visitor().post('/api/auth/mfa/send', { challenge: one, method: 'email' }), 202)
    const letter = await stage.letter(person.email, 'factors.code', first)
    const code = codeIn(letter.text)
    status('the code of another challenge', await verify(two, code), 401)
    status('that of the enrolment', await verify(one, codeIn(first.text)), 401)
    const answers = await together(20, () => verify(one, code))
    see('sessions', countOf(answers, 200), 1)
    status('again', await verify(one, code), 401, 429)
    await spentCodes(trial)
  },
}

export const mailedCodeAttacks: readonly Attack[] = [emailCodes]
