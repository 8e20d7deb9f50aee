import { type Secret, secret } from '../config/secret.ts'
import type { ReturnPath } from './return-path.ts'
import { createSmtpTransport } from './smtp-transport.ts'
import { parseSmtpUrl } from './smtp-url.ts'
import type { MailTransport } from './transport.ts'

/** SMTP by a URL that may be renewed: what is sent from then on goes by the new one. Throws TypeError when the URL is not usable. */
export function createSmtpCarrier(url: Secret, returnPath: Pick<ReturnPath, 'addressOf'> | null): MailTransport {
  let current = open(url.reveal())

  function open(text: string): { text: string; transport: MailTransport } {
    return { text, transport: createSmtpTransport(parseSmtpUrl(secret(text)), undefined, returnPath) }
  }
  async function transport(): Promise<MailTransport> {
    const [text, former] = [url.reveal(), current]
    if (former.text === text) return former.transport
    current = open(text)
    await former.transport.close()
    return current.transport
  }
  return {
    name: 'smtp',
    deduplicatesHours: 0,
    send: async (message) => (await transport()).send(message),
    verify: async () => (await transport()).verify(),
    close: () => current.transport.close(),
  }
}
