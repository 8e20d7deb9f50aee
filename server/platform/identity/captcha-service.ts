import type { CaptchaSettings } from '../../kernel/config/captcha.ts'

export type ServiceSettings = Exclude<CaptchaSettings, { provider: 'altcha' }>

const TIMEOUT_MS = 3_000
/** What both say of a secret key that is not theirs. */
const KEY_REFUSED = new Set<unknown>(['invalid-input-secret', 'missing-input-secret', 'sitekey-secret-mismatch'])
const PATHS = { turnstile: '/turnstile/v0/siteverify', hcaptcha: '/siteverify' }

export interface ServiceQuestion {
  readonly answer: string
  readonly action: string
  readonly ip: string | undefined
  /** The host that people solve it on. */
  readonly hostname: string
}

/**
 * Asks the service whether `answer` is right, given at our host and, where the service says so (Turnstile), for this action. Throws
 * when the service does not answer as its contract says.
 */
export async function askService(settings: ServiceSettings, question: ServiceQuestion): Promise<boolean> {
  const { answer, action, ip, hostname } = question
  const form = new URLSearchParams({
    secret: settings.secretKey.reveal(),
    response: answer,
    ...(ip === undefined ? {} : { remoteip: ip }),
    ...(settings.provider === 'hcaptcha' ? { sitekey: settings.siteKey } : {}),
  })
  const reply = await fetch(new URL(PATHS[settings.provider], settings.apiBase), {
    method: 'POST',
    body: form,
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
  if (!reply.ok) throw new Error(`${settings.provider} answered ${reply.status}`)
  const verdict: unknown = await reply.json()
  if (typeof verdict !== 'object' || verdict === null || !('success' in verdict))
    throw new Error(`${settings.provider} answered without a verdict`)
  const given = verdict as { success: unknown; hostname?: unknown; action?: unknown; 'error-codes'?: unknown }
  const codes = Array.isArray(given['error-codes']) ? given['error-codes'] : []
  if (codes.some((code) => KEY_REFUSED.has(code))) throw new Error(`${settings.provider} refuses the secret key`)
  const isForAction = settings.provider === 'hcaptcha' || given.action === action
  return given.success === true && given.hostname === hostname && isForAction
}
