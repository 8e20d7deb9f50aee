import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pickPort, statusOf } from './server-process.ts'

const START_MS_MAX = 10_000

export interface LoadBalancer {
  readonly url: string
  stop(): Promise<void>
}

/**
 * HAProxy before the servers at these ports, each asked four times a second whether it is ready. It tries nothing twice: what a server
 * fails is seen by the client.
 */
export async function startHaproxy(program: string, serverPorts: readonly number[]): Promise<LoadBalancer> {
  const folder = await mkdtemp(join(tmpdir(), 'plinth-haproxy-'))
  const port = await pickPort()
  const servers = serverPorts.map((serverPort, at) => `  server node${at} 127.0.0.1:${serverPort} check`)
  const settings = `
defaults
  mode http
  retries 0
  timeout connect 1s
  timeout client 30s
  timeout server 30s
  timeout check 5s
  timeout http-keep-alive 10s
frontend all
  bind 127.0.0.1:${port}
  default_backend nodes
backend nodes
  option httpchk GET /readyz
  http-check send hdr Host localhost
  default-server inter 250ms fall 1 rise 1
${servers.join('\n')}
`
  const path = join(folder, 'haproxy.cfg')
  await writeFile(path, settings)
  const child = spawn(program, ['-db', '-f', path], { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', (piece: Buffer) => {
    said = `${said}${piece.toString()}`.slice(-4000)
  })
  const url = `http://127.0.0.1:${port}`
  const startedMs = performance.now()
  while ((await statusOf(url, '/livez')) !== 200) {
    if (child.exitCode !== null || performance.now() - startedMs > START_MS_MAX) throw new Error(`no HAProxy:\n${said}`)
    await sleep(50)
  }
  return {
    url,
    async stop() {
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}
