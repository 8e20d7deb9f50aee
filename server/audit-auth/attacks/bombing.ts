import type { Attack, Trial } from '../attack.ts'
import { patiently } from '../client.ts'
import { countOf, together } from './sessions.ts'

/** Ranges that whoever rents them is paid for: no code goes there (SMS pumping). */
const PREMIUM = ['+4490098', '+1900555', '+3389912', '+4990012', '+3480612', '+3989912'] as const

const digits = (count: number): string => String(Math.floor(Math.random() * 10 ** count)).padStart(count, '0')

/** One telephone over and over, a block of numbers, and ranges that cost. */
async function bombTelephones({ stage, see }: Trial): Promise<void> {
  // A person may ask a few times an hour, from a network a few more: the numbers' own caps are met by many.
  const askers = await Promise.all(Array.from({ length: 12 }, () => stage.bearer()))
  const ask = async (phone: string, turn: number): Promise<number> => {
    const asker = askers[turn % askers.length]
    if (asker === undefined) return 0
    return (await patiently(() => asker.send('POST', '/api/auth/mfa/sms', { body: { phone } }))).status
  }
  const number = `+49151${digits(8)}`
  const statuses: number[] = []
  for (let tries = 0; tries < 20; tries += 1) statuses.push(await ask(number, tries))
  see('the same answer each time', new Set(statuses).size, 1)
  const prefix = `+49151${digits(4)}`
  const rented = Array.from({ length: 30 }, (_, at) => `${prefix}${String(at).padStart(4, '0')}`)
  for (const [turn, one] of rented.entries()) await ask(one, turn)
  const [toOne = 0, ...toBlock] = (await Promise.all([number, ...rented].map((one) => stage.settledLetters(one)))).map(
    ({ length }) => length,
  )
  see(`messages to one number: ${toOne}`, toOne >= 1 && toOne <= 5, true)
  const sum = toBlock.reduce((total, one) => total + one, 0)
  see(`messages to a block of numbers: ${sum}`, sum >= 1 && sum <= 20, true)
  const costly = PREMIUM.flatMap((prefix) => [1, 2, 3, 4, 5].map((last) => `${prefix}0000${last}`))
  const answers = await Promise.all(costly.map(ask))
  see(
    'premium-rate numbers taken',
    costly.filter((_, at) => ![400, 422].includes(answers[at] ?? 0)),
    [],
  )
}

const bombing: Attack = {
  id: 'L13',
  attack:
    "20 times each, with the same victim's address: ask for a reset link, a link to sign in, one to verify, register; 20 codes to one telephone, 30 to a block of numbers, 30 to premium-rate ranges",
  expected:
    '202 each time; at most three mails an hour of a kind, five messages to a number, twenty to a block; 400 or 422 for premium rates',
  shared: true,
  async run(trial) {
    const { stage, see } = trial
    const { email } = await stage.person()
    const asked = await together(20, () => stage.visitor().post('/api/auth/forgot-password', { email }))
    const registered = await together(20, () =>
      stage.visitor().post('/api/auth/register', { email, password: 'quite a long pass phrase', name: 'Eve' }),
    )
    see('202 to the first', countOf(asked, 202), 20)
    see('202 or busy to the second', countOf(registered, 202) + countOf(registered, 503), 20)
    const { email: unproven } = await stage.unproven()
    for (const [path, address] of [
      ['/api/auth/magic-link', email],
      ['/api/auth/verify/resend', unproven],
    ] as const)
      see(path, countOf(await together(20, () => stage.visitor().post(path, { email: address })), 202), 20)
    for (const [template, to, before] of [
      ['identity.reset', email, 0],
      ['identity.account-exists', email, 0],
      ['identity.magic-link', email, 0],
      ['identity.verify', unproven, 1],
    ] as const) {
      await stage.letter(to, template)
      const letters = (await stage.settledLetters(to)).filter((letter) => letter.template === template)
      const count = letters.length - before
      see(`${template}: ${count}`, count >= 0 && count <= 3, true)
    }
    if (stage.has('POST /api/auth/mfa/sms')) await bombTelephones(trial)
  },
}

export const bombingAttacks: readonly Attack[] = [bombing]
