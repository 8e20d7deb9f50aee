import { clientFault, recordOf } from './problem-error.ts'
import { abortable } from './retry.ts'
import type { Session } from './session.ts'
import { isSessionOver, oneTabAtATime, refreshPath, remedyFor, singleFlight, underOwnDeadline } from './session.ts'
import type { Transport } from './transport.ts'
import { exchange } from './transport.ts'

const safeMethods = new Set(['GET', 'HEAD'])
/** The CSRF token is bound to the session, so that these answers make the known one stale. */
const changesSession = new Set(['auth.login', 'auth.logout', 'auth.logoutAll', 'auth.setup', 'auth.changePassword'])

/** Credentials that the browser keeps: the client sends the CSRF token along and asks for a new access cookie. */
export function cookieSession(transport: Transport, onSignedOut: () => void): Session {
  let csrfToken: string | undefined
  let csrfRenewals = 0
  let refreshRenewals = 0

  const fetchCsrfToken = singleFlight(async () => {
    const answer = await underOwnDeadline(transport, (deadline) => {
      const request = { method: 'GET', target: '/api/auth/csrf', headers: { accept: 'application/json' } }
      return exchange(transport, request, deadline, async (response) => recordOf(await response.json()))
    })
    if (typeof answer.csrfToken !== 'string') {
      throw clientFault('client/unexpected-answer', 'GET /api/auth/csrf holds no csrfToken')
    }
    csrfToken = answer.csrfToken
    csrfRenewals += 1
    return csrfToken
  })

  const sendRefresh = async (token: string): Promise<void> => {
    const headers = { accept: 'application/json', 'content-type': 'application/json', 'x-csrf-token': token }
    const request = { method: 'POST', target: refreshPath, headers, body: '{}' }
    await underOwnDeadline(transport, (deadline) => exchange(transport, request, deadline, drained))
  }

  const refreshWithCsrf = async (): Promise<void> => {
    try {
      await sendRefresh(csrfToken ?? (await fetchCsrfToken()))
    } catch (error) {
      if (remedyFor(error) !== 'csrf') throw error
      await sendRefresh(await fetchCsrfToken())
    }
  }

  const refresh = singleFlight(() =>
    oneTabAtATime(`plinth-session:${transport.baseUrl}`, async () => {
      try {
        await refreshWithCsrf()
      } catch (error) {
        if (!isSessionOver(error)) throw error
        onSignedOut()
        return false
      }
      refreshRenewals += 1
      return true
    }),
  )

  return {
    renewals: () => ({ csrf: csrfRenewals, refresh: refreshRenewals }),
    headers: async (operation, signal) =>
      safeMethods.has(operation.method)
        ? {}
        : { 'x-csrf-token': csrfToken ?? (await abortable(fetchCsrfToken(), signal)) },
    renew: async (remedy, signal) => {
      if (remedy === 'refresh') return abortable(refresh(), signal)
      await abortable(fetchCsrfToken(), signal)
      return true
    },
    learn: async (operationId) => {
      if (changesSession.has(operationId)) csrfToken = undefined
    },
  }
}

async function drained(response: Response): Promise<void> {
  await response.arrayBuffer()
}
