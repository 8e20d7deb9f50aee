import type { Operation } from './operation.ts'
import { recordOf } from './problem-error.ts'
import { abortable } from './retry.ts'
import type { Session } from './session.ts'
import { isSessionOver, oneTabAtATime, refreshPath, singleFlight, underOwnDeadline } from './session.ts'
import type { Transport } from './transport.ts'
import { exchange } from './transport.ts'

/** Keeps the refresh token over restarts; the access token never leaves memory. */
export interface TokenStorage {
  load(): Promise<string | null> | string | null
  save(refreshToken: string): Promise<void> | void
  clear(): Promise<void> | void
}

/** For a client without storage: the session ends with the process. */
export function memoryStorage(): TokenStorage {
  let kept: string | null = null
  return {
    load: () => kept,
    save: (refreshToken) => {
      kept = refreshToken
    },
    clear: () => {
      kept = null
    },
  }
}

/** Credentials that the client keeps: an access token in memory, renewed by a refresh token from the storage. */
export function bearerSession(transport: Transport, storage: TokenStorage, onSignedOut: () => void): Session {
  let accessToken: string | undefined
  let renewals = 0
  let signOuts = 0

  const adopt = async (answer: unknown): Promise<void> => {
    const tokens = recordOf(answer)
    if (typeof tokens.accessToken !== 'string') return
    accessToken = tokens.accessToken
    renewals += 1
    if (typeof tokens.refreshToken === 'string') await storage.save(tokens.refreshToken)
  }
  const forget = async (): Promise<void> => {
    accessToken = undefined
    signOuts += 1
    await storage.clear()
  }

  const requestTokens = (refreshToken: string): Promise<unknown> =>
    underOwnDeadline(transport, (deadline) => {
      const headers = { accept: 'application/json', 'content-type': 'application/json' }
      const request = { method: 'POST', target: refreshPath, headers, body: JSON.stringify({ refreshToken }) }
      return exchange(transport, request, deadline, (response) => response.json())
    })

  const refreshOnce = async (isSecondTry = false): Promise<boolean> => {
    const signOutsBefore = signOuts
    // NOTE: loaded inside the lock, because another tab may have rotated the token that this one knew.
    const refreshToken = await storage.load()
    if (refreshToken === null) return false
    try {
      const answer = await requestTokens(refreshToken)
      if (signOuts !== signOutsBefore) return false
      await adopt(answer)
      return true
    } catch (error) {
      if (!isSessionOver(error)) throw error
      const stored = await storage.load()
      // NOTE: where there are no Web Locks, another process may have rotated it while this one was asking.
      if (!isSecondTry && stored !== null && stored !== refreshToken) return refreshOnce(true)
      await forget()
      onSignedOut()
      return false
    }
  }
  const refresh = singleFlight(() => oneTabAtATime(`plinth-session:${transport.baseUrl}`, () => refreshOnce()))

  return {
    renewals: () => ({ csrf: 0, refresh: renewals }),
    headers: async (operation, signal) => {
      if (accessToken === undefined && !beginsSession(operation)) await abortable(refresh(), signal)
      return accessToken === undefined ? {} : { authorization: `Bearer ${accessToken}` }
    },
    renew: async (remedy, signal) => remedy === 'refresh' && abortable(refresh(), signal),
    learn: async (operationId, answer) => {
      if (operationId === 'auth.logout' || operationId === 'auth.logoutAll') await forget()
      else if (operationId.startsWith('auth.')) await adopt(answer)
    },
  }
}

/** A sign-in neither needs the stored session nor may fail by it. */
function beginsSession(operation: Operation): boolean {
  return operation.public === true && operation.path.startsWith('/api/auth/')
}
