import { Server as TcpServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { monotonicMs } from '../clock.ts'
import type { HttpServer } from './server.ts'

/** Longer than a request that was sent to an idle connection takes to arrive. */
const LINGER_MS_MIN = 250
const FINISH_MS = 15_000
const POLL_MS = 25

function connections(http: HttpServer): Promise<number> {
  return new Promise((resolve) => http.app.server.getConnections((error, count) => resolve(error === null ? count : 0)))
}

/**
 * Stops without failing a request: announces (readiness refused, answers close their connection), stops accepting, answers what
 * still arrives on open connections, closes those that stay idle, waits for the rest at most 15 s.
 */
export async function drainAndClose(http: HttpServer, announceMs: number): Promise<void> {
  http.drain()
  if (!http.app.server.listening) return void (await http.app.close())
  await sleep(announceMs)
  // The HTTP server's own close() also cuts connections that are idle at this instant, under a request that is on its way.
  TcpServer.prototype.close.call(http.app.server)
  const lingerMs = Math.max(announceMs, LINGER_MS_MIN)
  const started = monotonicMs()
  while ((await connections(http)) > 0 && monotonicMs() - started < lingerMs) await sleep(POLL_MS)
  http.app.server.closeIdleConnections()
  while ((await connections(http)) > 0 && monotonicMs() - started < FINISH_MS) await sleep(POLL_MS)
  http.app.server.closeAllConnections()
  await http.app.close()
}
