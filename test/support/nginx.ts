import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pickPort, statusOf } from './server-process.ts'

const START_MS_MAX = 20_000

/** What nginx does with a body: reads it whole and hands it on with its length, as by default, or as it comes, in chunks where it came so. */
export type BodyWay = 'buffered' | 'streamed'

/** nginx before the server at this port, which keeps its connections to it: what is left on one would be read as the next request. */
export async function startNginx(program: string, serverPort: number, body: BodyWay) {
  const folder = await mkdtemp(join(tmpdir(), 'plinth-nginx-'))
  const port = await pickPort()
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `  ${name}_temp_path ${join(folder, name)};`,
  )
  const settings = `
daemon off;
master_process off;
pid ${join(folder, 'nginx.pid')};
error_log stderr;
events {}
http {
  access_log off;
${temporary.join('\n')}
  upstream server {
    server 127.0.0.1:${serverPort};
    keepalive 4;
  }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://server;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $http_host;
      proxy_request_buffering ${body === 'buffered' ? 'on' : 'off'};
      proxy_next_upstream off;
    }
  }
}
`
  const path = join(folder, 'nginx.conf')
  await writeFile(path, settings)
  const child = spawn(program, ['-p', folder, '-e', 'stderr', '-c', path], { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', (piece: Buffer) => {
    said = `${said}${piece.toString()}`.slice(-4000)
  })
  const url = `http://127.0.0.1:${port}`
  const startedMs = performance.now()
  while ((await statusOf(url, '/livez')) !== 200) {
    if (child.exitCode !== null || performance.now() - startedMs > START_MS_MAX) throw new Error(`no nginx:\n${said}`)
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
