import type { RawValues } from './read.ts'
import type { Secret } from './secret.ts'
import { VARIABLES } from './variables.ts'

/** Who tells people from programs: the built-in proof of work, or a service with an account. */
export type CaptchaSettings =
  | { readonly provider: 'altcha' }
  | {
      readonly provider: 'turnstile' | 'hcaptcha'
      readonly siteKey: string
      readonly secretKey: Secret
      readonly apiBase: URL
    }

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

const SERVICES = {
  turnstile: ['TURNSTILE_SITE_KEY', 'TURNSTILE_SECRET_KEY', 'TURNSTILE_API_BASE'],
  hcaptcha: ['HCAPTCHA_SITE_KEY', 'HCAPTCHA_SECRET_KEY', 'HCAPTCHA_API_BASE'],
} as const

/** Where each service answers. */
export type CaptchaBases = Readonly<Record<keyof typeof SERVICES, URL>>

/** Reads where the services answer. Faults go to `raw`. */
export function readCaptchaBases(raw: RawValues): CaptchaBases {
  const baseOf = (service: keyof typeof SERVICES): URL => {
    const name = SERVICES[service][2]
    const base = new URL(raw.get(name) ?? VARIABLES[name].default)
    if (base.protocol !== 'https:' && !LOOPBACK.has(base.hostname))
      raw.fault(name, 'would send the secret key unencrypted')
    return base
  }
  return { turnstile: baseOf('turnstile'), hcaptcha: baseOf('hcaptcha') }
}

/** Reads which captcha is asked for; without CAPTCHA_PROVIDER the service whose keys are given. Faults go to `raw`. */
export function readCaptcha(raw: RawValues, bases: CaptchaBases): CaptchaSettings {
  const given = (['turnstile', 'hcaptcha'] as const).filter((name) => raw.get(SERVICES[name][1]) !== undefined)
  const chosen = raw.get('CAPTCHA_PROVIDER') ?? given[0] ?? 'altcha'
  if (chosen !== 'turnstile' && chosen !== 'hcaptcha') return { provider: 'altcha' }
  const [siteName, secretName] = SERVICES[chosen]
  const siteKey = raw.get(siteName)
  for (const name of [siteName, secretName])
    if (raw.get(name) === undefined) raw.fault(name, `goes together with CAPTCHA_PROVIDER=${chosen}`)
  return { provider: chosen, siteKey: siteKey ?? '', secretKey: raw.secret(secretName), apiBase: bases[chosen] }
}
