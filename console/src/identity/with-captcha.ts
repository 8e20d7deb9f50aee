import { api, ProblemError } from '../api.ts'
import { askService } from './captcha-service.ts'

type Action = 'login' | 'register' | 'forgot-password' | 'magic-link'

/**
 * Sends a form; when the server has reason to doubt it asks for a proof: work that the browser does by itself (a second or so),
 * or a service's puzzle. The form is sent again with it.
 */
export async function withCaptcha<Result>(
  action: Action,
  send: (proof: { captcha?: string }) => Promise<Result>,
): Promise<Result> {
  try {
    return await send({})
  } catch (error) {
    if (!(error instanceof ProblemError) || error.code !== 'identity/captcha-required') throw error
    return send({ captcha: await proveWork(action) })
  }
}

async function proveWork(action: Action): Promise<string> {
  const { provider, challenge, siteKey } = await api.auth.captcha({ query: { action } })
  if (provider === 'altcha') return solve(challenge)
  return askService(provider, { siteKey: siteKey ?? '', action })
}

/** Loaded when first needed: most people never see it. */
async function solve(challenge: unknown): Promise<string> {
  const [{ solveChallenge }, { deriveKey }] = await Promise.all([
    import('altcha-lib'),
    import('altcha-lib/algorithms/web/pbkdf2'),
  ])
  const solution = await solveChallenge({ challenge: challenge as never, deriveKey })
  return btoa(JSON.stringify({ challenge, solution }))
}
