import { type Front, startFront } from './front.ts'

/**
 * HAProxy before the servers at these ports, each asked four times a second whether it is ready. It tries nothing twice: what a server
 * fails is seen by the client.
 */
export function startHaproxy(program: string, serverPorts: readonly number[]): Promise<Front> {
  const servers = serverPorts.map((serverPort, at) => `  server node${at} 127.0.0.1:${serverPort} check`)
  return startFront({
    program,
    options: (path) => ['-db', '-f', path],
    settings: ({ port }) => `
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
`,
  })
}
