import { join } from 'node:path'
import { type Front, startFront } from './front.ts'

/** What nginx does with a body: reads it whole and hands it on with its length, as by default, or as it comes, in chunks where it came so. */
export type BodyWay = 'buffered' | 'streamed'

/** nginx before the server at this port, which keeps its connections to it: what is left on one would be read as the next request. */
export function startNginx(program: string, serverPort: number, body: BodyWay): Promise<Front> {
  const temporary = (folder: string) =>
    ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `  ${name}_temp_path ${join(folder, name)};`)
  return startFront({
    program,
    options: (path, { folder }) => ['-p', folder, '-e', 'stderr', '-c', path],
    settings: ({ folder, port }) => `
daemon off;
master_process off;
pid ${join(folder, 'nginx.pid')};
error_log stderr;
events {}
http {
  access_log off;
${temporary(folder).join('\n')}
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
`,
  })
}
