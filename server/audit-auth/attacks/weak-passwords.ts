import { dictionary } from '@zxcvbn-ts/language-common'
import bcrypt from 'bcryptjs'
import type { Attack, Trial } from '../attack.ts'
import { type Answer, valueAt } from '../client.ts'
import { logIn } from '../log-in.ts'
import type { Person } from '../people.ts'
import type { Stage } from '../stage.ts'
import { resetToken } from './passwords.ts'
import { together } from './sessions.ts'

const RESET = '/api/auth/reset-password'
const ACCEPT = '/api/invitations/accept'
const REGISTER = '/api/auth/register'
const NEW = 'a quite new pass phrase'
const LENGTH_MIN = 8
/** Of one person. Where limits are on there are 60 a minute, and waiting for more takes longer than somebody else. */
const CHANGES_EACH = 50

const KNOWN: readonly string[] = [
  'Password1!',
  'P@ssw0rd2024',
  'qwerty123456',
  'aaaaaaaaaaaa',
  '123456789012',
  'iloveyou123',
  'Plinth2026!',
]

/** Those of the 3,000 most used that are long enough to be set at all. */
const TOP: readonly string[] = dictionary['passwords-common']
  .slice(0, 3000)
  .map(String)
  .filter((word) => word.length >= LENGTH_MIN)

/** An entrance where a password is set. */
interface Entrance {
  /** Of the person whose password it is to be. */
  readonly email: string
  set(password: string): Promise<Answer>
}

interface Entrances {
  readonly all: Readonly<Record<string, Entrance>>
  /** Of the reset, still to be used. */
  readonly token: string
}

/** Every entrance that is open on this instance. */
async function entrances({ stage, can }: Trial): Promise<Entrances> {
  const person = await stage.person()
  const { email } = person
  const token = await resetToken(stage, email)
  const all = {
    register: {
      email,
      set: (password: string) => stage.visitor().post(REGISTER, { email, password, name: 'Nora Quill' }),
    },
    reset: { email, set: (password: string) => stage.visitor().post(RESET, { token, password }) },
    change: { email, set: changing(stage, person) },
  }
  if (!stage.has(`POST ${ACCEPT}`) || !can('administrator', 'the entrance by an invitation')) return { all, token }
  const administrator = await stage.administrator()
  const invited = stage.address()
  await administrator.send('POST', '/api/invitations', { body: { email: invited, roles: [] } })
  const invitation = (await stage.letter(invited, 'organisations.invitation')).token
  const accept = (password: string) =>
    stage.visitor().post(ACCEPT, { token: invitation, password, name: 'Nora Quill', transport: 'bearer' })
  return { all: { ...all, invitation: { email: invited, set: accept } }, token }
}

/** People change their own passwords, each as often as an account may within a minute. */
function changing(stage: Stage, first: Person): Entrance['set'] {
  const begin = async (person: Person) => ({ currentPassword: person.password, bearer: await stage.bearer(person) })
  let current = begin(first)
  let left = CHANGES_EACH
  return async (newPassword) => {
    if (left === 0) {
      current = stage.person().then(begin)
      left = CHANGES_EACH
    }
    left -= 1
    const { currentPassword, bearer } = await current
    return await bearer.send('POST', '/api/auth/change-password', { body: { currentPassword, newPassword } })
  }
}

const weakPasswords: Attack = {
  id: 'P11',
  attack:
    "passwords that are tried first, runs, repetitions, the product's name and the own address, at every entrance that sets one; the 3,000 most used ones",
  expected: '422 with the reason, or 400 when too short; the links still work afterwards',
  async run(trial) {
    const { stage, see, status, note } = trial
    const { all, token } = await entrances(trial)
    for (const [at, [where, { email, set }]] of Object.entries(all).entries()) {
      const own = email.split('@')[0] ?? ''
      for (const password of [...KNOWN, `${own}${own}`, email]) {
        const answer = await set(password)
        status(`${where} ${password}`, answer, 422)
        see(`${where} ${password}: reason`, answer.code, 'identity/weak-password')
        see(`${where} ${password}: why`, typeof valueAt(answer.json, 'errors.0.code'), 'string')
      }
      status(`${where}, short`, await set('x7 q'), 400, 422)
      // Each entrance gets a part of them, so that all are tried once; a thorough run tries all at each.
      const share = TOP.filter((_, index) => stage.thorough || index % Object.keys(all).length === at)
      see(`${where}: taken of the most used`, await taken(set, share), [])
    }
    status('the link still works', await stage.visitor().post(RESET, { token, password: NEW }), 204)
    note(`${TOP.length} of the 3,000 most used are long enough; ${Object.keys(all).length} entrances`)
  },
}

const AT_ONCE = 8

/** Which of the passwords were not refused as weak. */
async function taken(set: Entrance['set'], passwords: readonly string[]): Promise<string[]> {
  const [queue, wrong]: [string[], string[]] = [[...passwords], []]
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift())
      if ((await set(next)).code !== 'identity/weak-password') wrong.push(next)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return wrong
}

/** Somebody who came from another system with a hash of that. */
async function imported(stage: Stage, password: string): Promise<string> {
  const email = stage.address()
  const hash = await bcrypt.hash(password, 4)
  const content = `email,name,password_hash,email_verified\n${email},Nora Quill,${hash},true\n`
  const administrator = await stage.administrator()
  const answer = await administrator.send('POST', '/api/users/import', { body: { format: 'csv', content } })
  const result = valueAt(answer.json, 'items.0.result')
  if (result !== 'created') throw new Error(`the import was answered ${answer.status} ${answer.text.slice(0, 200)}`)
  return email
}

const rehash: Attack = {
  id: 'P12',
  attack:
    "sign in ten times at once while the password is being changed; the same with another system's bcrypt hash, which the sign-ins make anew",
  expected: 'the new password stays; the old one is dead; the hash is made anew',
  shared: true,
  async run(trial) {
    const { stage, see, can } = trial
    const person = await stage.person()
    await changeWhileSigningIn(trial, 'own hash', person)
    if (!stage.has('POST /api/users/import') || !can('administrator', 'a hash of another system')) return
    const password = 'imported with its hash 7'
    for (let round = 0; round < 4; round += 1)
      await changeWhileSigningIn(trial, `imported hash, round ${round}`, {
        email: await imported(stage, password),
        password,
      })
    if (!can('database', 'whether the hash is made anew')) return
    const email = await imported(stage, password)
    await logIn(stage.visitor(), { email, password })
    const rows = await stage.query(
      'SELECT hash FROM identity.password JOIN identity."user" person ON person.id = user_id WHERE person.email = $1',
      [email],
    )
    see('made anew', String(rows[0]?.hash).slice(0, 9), '$argon2id')
  },
}

async function changeWhileSigningIn(
  { stage, see, status }: Trial,
  what: string,
  { email, password }: { readonly email: string; readonly password: string },
): Promise<void> {
  const login = (given: string) => logIn(stage.visitor(), { email, password: given, transport: 'bearer' })
  // The reset meets no hash: that of before is met by the sign-ins alone, which make it anew.
  const token = await resetToken(stage, email)
  const [changed] = await Promise.all([
    stage.visitor().post(RESET, { token, password: NEW }),
    together(10, () => login(password)),
  ])
  status(`${what}: set`, changed, 204, 503)
  const [old, next] = [await login(password), await login(NEW)]
  // Told to come again, nobody knows whether it was done: one of the two opens the account, and one only.
  if (changed.status !== 204) return see(`${what}: what opens it`, [old.status, next.status].sort(), [200, 401])
  status(`${what}: the old one`, old, 401)
  status(`${what}: the new one`, next, 200)
}

export const weakPasswordAttacks: readonly Attack[] = [weakPasswords, rehash]
