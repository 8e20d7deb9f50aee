import type { Handler, SeenRequest, WireAnswer, WireServer } from './wire-server.ts'
import { problem, startWireServer } from './wire-server.ts'

/** A server with sessions as the contract has them, and the ways in which they go wrong. */
export interface SessionServer extends WireServer {
  expireAccess(): void
  /** Access cookies and tokens that are no longer valid count as none. */
  refuseAsAnonymous(): void
  refuseAllAccess(): void
  acceptAnyAccess(): void
  endSessions(): void
  failRefreshes(count: number): void
  forgetCsrf(): void
  refuseAllCsrf(): void
  /** Holds the next answer of its kind back until the returned function is called. */
  holdNextRefusal(): () => void
  holdNextRefresh(): () => void
  refreshBegun(): Promise<void>
}

interface State {
  issued: number
  readonly valid: Set<string>
  accessRule: 'valid' | 'none' | 'any'
  refusal: string
  refreshToken: string
  csrf: string
  csrfRefusedAlways: boolean
  refreshFailures: number
  refusalGate: Promise<void> | undefined
  refreshGate: Promise<void> | undefined
  readonly refreshBegun: Gate
}

const password = 'correct horse'

export async function startSessionServer(): Promise<SessionServer> {
  const state: State = {
    issued: 0,
    valid: new Set(),
    accessRule: 'valid',
    refusal: 'identity/session-expired',
    refreshToken: 'none',
    csrf: 'none',
    csrfRefusedAlways: false,
    refreshFailures: 0,
    refusalGate: undefined,
    refreshGate: undefined,
    refreshBegun: gate(),
  }
  const wire = await startWireServer({
    'GET /api/auth/csrf': () => giveCsrf(state),
    'POST /api/auth/login': (request) => login(state, request),
    'POST /api/auth/refresh': (request) => refresh(state, request),
    'POST /api/auth/logout': guarded(state, { status: 204 }),
    'POST /api/tracks/t1/decide': guarded(state, problem(401, 'identity/invalid-credentials')),
    'GET /api/auth/me': guarded(state, { status: 200, body: { email: 'ada@music.example', permissions: [] } }),
    'DELETE /api/tracks/t1': guarded(state, { status: 204 }),
    'POST /api/uploads/confirm': guarded(state, { status: 200, body: { id: 'f1' } }),
  })
  return { ...wire, ...controlsOf(state) }
}

function controlsOf(state: State): Omit<SessionServer, keyof WireServer> {
  return {
    expireAccess: () => state.valid.clear(),
    refuseAsAnonymous: () => {
      state.refusal = 'http/unauthenticated'
    },
    refuseAllAccess: () => {
      state.accessRule = 'none'
    },
    acceptAnyAccess: () => {
      state.accessRule = 'any'
    },
    endSessions: () => {
      state.valid.clear()
      state.refreshToken = 'ended'
    },
    failRefreshes: (count) => {
      state.refreshFailures = count
    },
    forgetCsrf: () => {
      state.csrf = 'forgotten'
    },
    refuseAllCsrf: () => {
      state.csrfRefusedAlways = true
    },
    holdNextRefusal: () => {
      const held = gate()
      state.refusalGate = held.passed
      return held.open
    },
    holdNextRefresh: () => {
      const held = gate()
      state.refreshGate = held.passed
      return held.open
    },
    refreshBegun: () => state.refreshBegun.passed,
  }
}

function giveCsrf(state: State): WireAnswer {
  state.issued += 1
  state.csrf = `csrf-${state.issued}`
  return { status: 200, headers: { 'set-cookie': `csrf=${state.csrf}` }, body: { csrfToken: state.csrf } }
}

function login(state: State, request: SeenRequest): WireAnswer {
  const sent = JSON.parse(request.body.toString())
  if (sent.password !== password) return problem(401, 'identity/invalid-credentials')
  if (sent.transport !== 'bearer' && lacksCsrf(state, request)) return problem(403, 'identity/csrf')
  state.csrf = 'bound to the session before'
  return giveTokens(state, sent.transport === 'bearer' ? 'body' : 'cookies')
}

async function refresh(state: State, request: SeenRequest): Promise<WireAnswer> {
  state.refreshBegun.open()
  const held = state.refreshGate
  state.refreshGate = undefined
  await held
  if (state.refreshFailures > 0) {
    state.refreshFailures -= 1
    return problem(503, 'http/shed')
  }
  const inBody: unknown = JSON.parse(request.body.toString()).refreshToken
  if (inBody === undefined && lacksCsrf(state, request)) return problem(403, 'identity/csrf')
  const shown = inBody ?? cookiesOf(request).get('refresh')
  if (shown !== state.refreshToken) return problem(401, 'identity/session-expired')
  return giveTokens(state, inBody === undefined ? 'cookies' : 'body')
}

function giveTokens(state: State, where: 'cookies' | 'body'): WireAnswer {
  state.issued += 1
  const accessToken = `access-${state.issued}`
  const refreshToken = `refresh-${state.issued}`
  state.valid.add(accessToken)
  state.refreshToken = refreshToken
  const body = { accessToken, expiresIn: 600 }
  if (where === 'body') return { status: 200, body: { ...body, refreshToken } }
  return { status: 200, headers: { 'set-cookie': [`access=${accessToken}`, `refresh=${refreshToken}`] }, body }
}

function guarded(state: State, allowed: WireAnswer): Handler {
  return async (request) => {
    const shown = cookiesOf(request).get('access') ?? request.headers.authorization?.slice('Bearer '.length) ?? ''
    if (state.accessRule === 'none' || (state.accessRule === 'valid' && !state.valid.has(shown))) {
      const held = state.refusalGate
      state.refusalGate = undefined
      await held
      return problem(401, state.refusal)
    }
    return request.method !== 'GET' && lacksCsrf(state, request) ? problem(403, 'identity/csrf') : allowed
  }
}

/** Of cookies only: a browser sends those without being asked. */
function lacksCsrf(state: State, { headers }: SeenRequest): boolean {
  return headers.cookie !== undefined && (state.csrfRefusedAlways || headers['x-csrf-token'] !== state.csrf)
}

function cookiesOf({ headers }: SeenRequest): Map<string, string> {
  const pairs = (headers.cookie ?? '').split('; ').map((pair) => pair.split('='))
  return new Map(pairs.map(([name = '', value = '']) => [name, value]))
}

interface Gate {
  readonly passed: Promise<void>
  readonly open: () => void
}

function gate(): Gate {
  let open = (): void => undefined
  const passed = new Promise<void>((resolve) => {
    open = resolve
  })
  return { passed, open }
}

/** fetch with the cookies of one site kept, as a browser does: Node's own keeps none. */
export function cookieJarFetch(): typeof globalThis.fetch {
  const jar = new Map<string, string>()
  return async (input, init) => {
    const headers = new Headers(init?.headers)
    if (jar.size > 0) headers.set('cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '))
    const response = await fetch(input, { ...init, headers })
    for (const cookie of response.headers.getSetCookie()) {
      const [name = '', value = ''] = cookie.split(';')[0]?.split('=') ?? []
      jar.set(name, value)
    }
    return response
  }
}
