import type { Standing } from './attempts.ts'
import type { CaptchaAction } from './captcha.ts'
import type { Parts } from './parts.ts'

const FAILURES_MAX = 3
const USES_MAX = 5

/** True when the next try takes a captcha: after three failures on the account from there, or on any from a network. */
export function loginNeedsCaptcha(parts: Pick<Parts, 'config'>, standing: Standing, isKnownBrowser: boolean): boolean {
  if (standing.isLocked) return false
  if (standing.failures >= FAILURES_MAX) return true
  // Many people share a network; a browser its owner has used before is not the one that tries passwords on.
  return parts.config.captcha.countsNetworks && !isKnownBrowser && standing.networkFailures >= FAILURES_MAX
}

/** Counts the use of a public form that sends mail; from the sixth an hour by a network each takes a captcha. Throws identity/captcha-required. */
export async function demandCaptcha(
  parts: Parts,
  use: { readonly action: CaptchaAction; readonly answer: string | undefined; readonly ip: string | undefined },
): Promise<void> {
  if (!parts.config.captcha.countsNetworks) return
  if ((await parts.attempts.countUse(use.action, use.ip)) > USES_MAX) await parts.captcha.check(use)
}
