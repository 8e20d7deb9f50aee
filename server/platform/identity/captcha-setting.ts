import { type Static, Type } from 'typebox'
import type { CaptchaBases, CaptchaSettings } from '../../kernel/config/captcha.ts'
import type { Secret } from '../../kernel/config/secret.ts'
import type { Db } from '../../kernel/db/database.ts'
import { line, object, oneOf } from '../../kernel/http/schema.ts'
import { type Setting, type Settings, secretReference } from '../settings/index.ts'

const schema = object({
  provider: Type.Unsafe<CaptchaSettings['provider']>({
    ...oneOf(['altcha', 'turnstile', 'hcaptcha']),
    ...{ title: 'Who asks', description: 'altcha is built in: proof of work, no third party' },
  }),
  siteKey: Type.Optional({ ...line(200, 1), title: 'Site key', description: 'Of the account at the service; public' }),
  secretKey: Type.Optional(
    secretReference({
      title: 'Secret key',
      description: 'Reference of the secret that holds it: `secret:captcha/turnstile`. Absent: that of the variables',
    }),
  ),
})

/** Who is asked whether a person is there, as operators say it while the program runs. */
export interface ChosenCaptcha {
  /** The built-in proof of work where the service that was chosen lacks a key. */
  settings(): Promise<CaptchaSettings>
  /** Whose scripts pages may use. */
  provider(): CaptchaSettings['provider']
}

/** Declares the setting; what variables say holds until somebody says more. */
export function declareCaptcha(
  settings: Pick<Settings, 'declare'>,
  {
    fromVariables,
    bases,
    db,
  }: { readonly fromVariables: CaptchaSettings; readonly bases: CaptchaBases; readonly db: Db },
): ChosenCaptcha {
  const handle = settings.declare(settingOf(fromVariables))
  let { provider } = fromVariables
  handle.onChange((value) => {
    provider = value.provider
  })
  return {
    provider: () => provider,
    async settings() {
      const { provider: service, siteKey, secretKey: named } = await handle.read(db)
      if (service === 'altcha') return { provider: service }
      const secretKey = named === undefined ? keyOfVariables(service) : await handle.secret('secretKey')
      if (siteKey === undefined || secretKey === null) return { provider: 'altcha' }
      return { provider: service, siteKey, secretKey, apiBase: bases[service] }
    },
  }

  function keyOfVariables(service: CaptchaSettings['provider']): Secret | null {
    if (fromVariables.provider === 'altcha') return null
    return fromVariables.provider === service ? fromVariables.secretKey : null
  }
}

function settingOf(fromVariables: CaptchaSettings): Setting<typeof schema> {
  const { provider } = fromVariables
  const fallback: Static<typeof schema> =
    fromVariables.provider === 'altcha' ? { provider } : { provider, siteKey: fromVariables.siteKey }
  return {
    key: 'captcha',
    title: 'The captcha',
    description: 'What is asked after repeated failures to sign in. Without its keys, proof of work is asked for.',
    schema,
    fallback,
    isPublic: false,
    check: (value) => lacking(value, provider),
  }
}

function lacking({ provider, siteKey, secretKey }: Static<typeof schema>, fromVariables: CaptchaSettings['provider']) {
  if (provider === 'altcha') return []
  const message = `is missing: ${provider} cannot be asked, and proof of work is`
  const members = [
    ...(siteKey === undefined ? ['siteKey'] : []),
    ...(secretKey === undefined && fromVariables !== provider ? ['secretKey'] : []),
  ]
  return members.map((member) => ({ severity: 'warning', member, message }) as const)
}
