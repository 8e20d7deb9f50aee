import { createServer, type Server, type Socket } from 'node:net'
import PostalMime from 'postal-mime'
import { type Contents, type Mailbox, mailboxOf, type Summary } from './mailbox.ts'

/** A mail server in our hands that the instance sends by: it takes everything and passes nothing on. */
export interface SmtpSink {
  readonly mailbox: Mailbox
  close(): Promise<void>
}

/** A mail over SMTP does not say which it is, so it is told by its subject, in English. */
const SUBJECTS: readonly (readonly [RegExp, string])[] = [
  [/^Confirm your e-mail address/, 'identity.verify'],
  [/^You have an account/, 'identity.account-exists'],
  [/^Choose a new password/, 'identity.reset'],
  [/^Your password at .* was changed/, 'identity.password-changed'],
  [/^A session at .* was ended for safety/, 'identity.refresh-reuse'],
  [/^Sign-in to .* was paused/, 'identity.unlock'],
  [/^Your link to sign in/, 'identity.magic-link'],
  [/^Confirm your new e-mail address/, 'identity.email-confirm'],
  [/^Your e-mail address at .* is to change/, 'identity.email-change-asked'],
  [/^Your e-mail address at .* was changed/, 'identity.email-changed'],
  [/^Delete your account/, 'identity.delete-link'],
  [/^A second factor was added/, 'factors.added'],
  [/^Your code for/, 'factors.code'],
  [/^You are invited/, 'organisations.invitation'],
]

interface Held extends Summary, Contents {}

/** Listens at `at`, for mail alone and without TLS. */
export async function startSmtpSink(at: { readonly host: string; readonly port: number }): Promise<SmtpSink> {
  const held: Held[] = []
  const sockets = new Set<Socket>()
  const take = async (to: readonly string[], raw: string): Promise<void> => {
    const { subject = '', text = '', html = '' } = await PostalMime.parse(Buffer.from(raw, 'latin1'))
    const template = SUBJECTS.find(([pattern]) => pattern.test(subject))?.[1] ?? 'unknown'
    for (const address of to) held.unshift({ id: String(held.length + 1), to: address, template, subject, text, html })
  }
  const server: Server = createServer((socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    converse(socket, take)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(at.port, at.host, resolve)
  })
  const open = (id: string): Held => {
    const found = held.find((one) => one.id === id)
    if (found === undefined) throw new Error(`no mail ${id} was taken`)
    return found
  }
  return {
    mailbox: mailboxOf({ list: async () => held, open: async (id) => open(id) }),
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** As much of RFC 5321 as taking a mail is. */
function converse(socket: Socket, take: (to: readonly string[], raw: string) => Promise<void>): void {
  const to: string[] = []
  let [unread, isContent] = ['', false]
  const say = (line: string): void => void socket.write(`${line}\r\n`)
  const command = (line: string): void => {
    const verb = line.slice(0, 4).toUpperCase()
    if (verb === 'RCPT') to.push(/<([^>]*)>/.exec(line)?.[1] ?? '')
    if (verb === 'RSET' || verb === 'MAIL') to.length = 0
    isContent = verb === 'DATA'
    if (verb === 'QUIT') socket.end('221 bye\r\n')
    else say(isContent ? '354 go on' : '250 taken')
  }
  socket.on('error', () => socket.destroy())
  socket.on('data', (piece) => {
    unread += piece.toString('latin1')
    for (;;) {
      const mark = isContent ? '\r\n.\r\n' : '\r\n'
      const end = unread.indexOf(mark)
      if (end === -1) return
      const text = unread.slice(0, end)
      unread = unread.slice(end + mark.length)
      if (isContent) {
        isContent = false
        // A dot at the start of a line is sent twice (RFC 5321, 4.5.2).
        void take([...to], text.replace(/^\.\./gm, '.')).then(
          () => say('250 kept'),
          () => say('554 not understood'),
        )
      } else command(text)
    }
  })
  say('220 sink')
}
