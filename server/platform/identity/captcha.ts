import { createHash, type KeyObject } from 'node:crypto'
import type { Challenge } from 'altcha-lib/types'
import { inSeconds, monotonicMs, now } from '../../kernel/clock.ts'
import type { CaptchaSettings } from '../../kernel/config/captcha.ts'
import type { Db } from '../../kernel/db/database.ts'
import type { Logger } from '../../kernel/telemetry/log.ts'
import type { Metrics } from '../../kernel/telemetry/metrics.ts'
import { makeChallenge, readSolution } from './captcha-altcha.ts'
import { askService } from './captcha-service.ts'
import { identityProblem } from './problems.ts'

/** What a captcha is solved for; an answer is good for nothing else. */
export const CAPTCHA_ACTIONS = ['login', 'register', 'forgot-password', 'magic-link'] as const
export type CaptchaAction = (typeof CAPTCHA_ACTIONS)[number]

export type CaptchaQuestion =
  | { readonly provider: 'altcha'; readonly challenge: Challenge }
  | { readonly provider: 'turnstile' | 'hcaptcha'; readonly siteKey: string }

export interface Captcha {
  /** What to solve for `action`. */
  ask(action: CaptchaAction): Promise<CaptchaQuestion>
  /** Uses the answer up. Throws identity/captcha-required, naming what to solve, without a right one. */
  check(given: { action: CaptchaAction; answer: string | undefined; ip: string | undefined }): Promise<void>
}

export interface CaptchaDeps {
  readonly db: Db
  readonly key: KeyObject
  readonly hostname: string
  /** Who is to be asked now. */
  readonly settings: () => Promise<CaptchaSettings>
  readonly log: Pick<Logger, 'warn'>
  readonly metrics: Pick<Metrics, 'authCaptchas'>
}

/** After a service failed, the built-in proof of work stands in for so long. */
const FALLBACK_MS = 60_000
/** How long used answers are remembered: longer than any lives. */
const SPENT_SECONDS = 60 * 60

/** The first to insert has used the answer. */
const SPEND = `
  INSERT INTO identity.one_time (purpose, subject, secret_hash, payload, created_at, expires_at, consumed_at)
  VALUES ('captcha', $1, $2, '{}', $3, $4, $3) ON CONFLICT DO NOTHING RETURNING 1 AS spent`

/**
 * Asks a service, or for proof of work. A service that does not answer lets nobody through: proof of work is asked for instead. An
 * answer to a challenge of ours is good whoever is asked now, since we made challenges only while they were asked for.
 */
export function createCaptcha({ db, key, hostname, settings, log, metrics }: CaptchaDeps): Captcha {
  let fallbackUntilMs = 0
  const asked = async (): Promise<CaptchaSettings> =>
    monotonicMs() < fallbackUntilMs ? { provider: 'altcha' } : await settings()

  const refuse = async (action: CaptchaAction) => {
    const current = await asked()
    const siteKey = current.provider === 'altcha' ? {} : { siteKey: current.siteKey }
    return identityProblem('captcha-required', { params: { provider: current.provider, ...siteKey, action } })
  }
  const spend = async (name: string): Promise<boolean> => {
    const hash = createHash('sha256').update(`captcha ${name}`).digest()
    const rows = await db.raw(SPEND, [hash.toString('hex'), hash, now(), inSeconds(SPENT_SECONDS)])
    return rows.length === 1
  }
  const verify = async (action: CaptchaAction, answer: string, ip: string | undefined): Promise<string | null> => {
    const solution = await readSolution(key, action, answer)
    const current = await asked()
    if (solution !== null || current.provider === 'altcha') return solution
    try {
      return (await askService(current, { answer, action, ip, hostname })) ? answer : null
    } catch (error) {
      log.warn({ error, provider: current.provider }, 'the captcha service failed; proof of work stands in')
      fallbackUntilMs = monotonicMs() + FALLBACK_MS
      return null
    }
  }

  return {
    async ask(action) {
      const current = await asked()
      if (current.provider !== 'altcha') return { provider: current.provider, siteKey: current.siteKey }
      return { provider: 'altcha', challenge: await makeChallenge(key, action) }
    },
    async check({ action, answer, ip }) {
      if (answer === undefined) throw await refuse(action)
      const { provider } = await asked()
      const name = await verify(action, answer, ip)
      const isGood = name !== null && (await spend(name))
      metrics.authCaptchas.inc({ provider, outcome: isGood ? 'passed' : 'refused' })
      if (!isGood) throw await refuse(action)
    },
  }
}
