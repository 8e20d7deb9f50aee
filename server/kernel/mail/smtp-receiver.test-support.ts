import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { SMTPServer, type SMTPServerSession } from 'smtp-server'
import { secret } from '../config/secret.ts'
import { parseSmtpUrl, type SmtpServer } from './smtp-url.ts'

/** A mail as it came over the wire. */
export interface Received {
  readonly from: string
  readonly to: readonly string[]
  /** Headers and body, undecoded. */
  readonly raw: string
  readonly user: string | undefined
  readonly encrypted: boolean
}

/** A reply instead of 250, by the step it answers. */
export interface Refusal {
  readonly at: 'connect' | 'from' | 'to' | 'content'
  readonly code: number
  readonly text: string
}

/** A mail server on a free port of loopback. `refuse` answers one step after the other; then everything is taken. */
export interface Receiver {
  readonly port: number
  readonly url: string
  readonly server: SmtpServer
  readonly received: readonly Received[]
  refuse(...refusals: Refusal[]): void
  /** Closes every connection, in whatever step it is. */
  cut(): void
  close(): Promise<void>
}

interface ReceiverOptions {
  readonly port?: number
  readonly startTls?: boolean
  readonly account?: { readonly user: string; readonly pass: string }
  /** Between taking a mail and saying so. */
  readonly beforeAnswer?: () => Promise<void>
}

type Done = (error?: Error | null) => void

/** Starts a receiver; each of its mails is one element of `received` once its 250 was written. */
export async function startReceiver(options: ReceiverOptions = {}): Promise<Receiver> {
  const received: Received[] = []
  const refusals: Refusal[] = []
  const answer = (at: Refusal['at'], done: Done): void => {
    const refusal = refusals[0]?.at === at ? refusals.shift() : undefined
    done(refusal === undefined ? null : Object.assign(new Error(refusal.text), { responseCode: refusal.code }))
  }
  const server = new SMTPServer({
    logger: false,
    closeTimeout: 100,
    authOptional: options.account === undefined,
    allowInsecureAuth: true,
    disabledCommands: options.startTls === true ? [] : ['STARTTLS'],
    onAuth: (auth, _session, done) => {
      const right = auth.username === options.account?.user && auth.password === options.account?.pass
      if (right) done(null, { user: auth.username ?? '' })
      else done(new Error('no such account'))
    },
    onConnect: (_session, done) => answer('connect', done),
    onMailFrom: (_address, _session, done) => answer('from', done),
    onRcptTo: (_address, _session, done) => answer('to', done),
    onData: async (stream, session, done) => {
      const chunks: Buffer[] = []
      for await (const chunk of stream) chunks.push(chunk as Buffer)
      answer('content', (error) => {
        if (error != null) return done(error)
        received.push(mailOf(session, Buffer.concat(chunks).toString('utf8')))
        void (options.beforeAnswer?.() ?? Promise.resolve()).then(() => done())
      })
    },
  })
  server.on('error', () => undefined)
  const sockets = new Set<Socket>()
  server.server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  server.listen(options.port ?? 0, '127.0.0.1')
  await once(server.server, 'listening')
  const { port } = server.server.address() as AddressInfo
  const url = `smtp://127.0.0.1:${port}`
  return {
    port,
    url,
    server: parseSmtpUrl(secret(url)),
    received,
    refuse: (...more) => void refusals.push(...more),
    cut() {
      for (const socket of sockets) socket.destroy()
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}

function mailOf(session: SMTPServerSession, raw: string): Received {
  const { mailFrom, rcptTo } = session.envelope
  return {
    from: mailFrom === false ? '' : mailFrom.address,
    to: rcptTo.map(({ address }) => address),
    raw,
    user: session.user as string | undefined,
    encrypted: session.secure,
  }
}
