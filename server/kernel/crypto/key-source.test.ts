import assert from 'node:assert/strict'
import { createCipheriv, createDecipheriv, createPrivateKey, randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { secret } from '../config/secret.ts'
import { newSigningKey, type SigningSettings } from '../config/signing-keys.ts'
import { loadSigningKeys } from './key-source.ts'

const TOKEN = 'a token of the service'
const master = randomBytes(32)
const pem = newSigningKey('ES256')

/** Seals as a key management service does: whoever holds only the ciphertext has nothing. */
function wrap(bytes: Buffer): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', master, nonce)
  const body = Buffer.concat([cipher.update(bytes), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64')
}

function unwrap(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64')
  const decipher = createDecipheriv('aes-256-gcm', master, bytes.subarray(0, 12)).setAuthTag(bytes.subarray(12, 28))
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()])
}

describe('keys that a key management service opens', () => {
  let service: Server
  let url: URL
  let asked: string[]
  let failures = 0

  before(async () => {
    service = createServer(async (request, response) => {
      let body = ''
      for await (const chunk of request) body += chunk
      const { kid, ciphertext } = JSON.parse(body) as { kid: string; ciphertext: string }
      asked.push(kid)
      if (request.headers.authorization !== `Bearer ${TOKEN}`) return response.writeHead(403).end()
      if (failures > 0) {
        failures -= 1
        return response.writeHead(503).end()
      }
      return response.end(JSON.stringify({ plaintext: unwrap(ciphertext).toString('base64') }))
    })
    await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve))
    url = new URL(`http://127.0.0.1:${(service.address() as AddressInfo).port}/open`)
    asked = []
  })
  after(() => service.close())

  const settings = (changes: Partial<SigningSettings> = {}): SigningSettings => ({
    signing: [],
    wrapped: [{ kid: 'sealed', ciphertext: wrap(Buffer.from(pem)), active: true }],
    kms: { url, token: secret(TOKEN) },
    algorithm: null,
    ...changes,
  })

  test('are opened at the start and stand behind those of the configuration', async () => {
    const plain = { kid: 'plain', privateKeyPem: secret(newSigningKey('RS256')), active: false }
    const keys = await loadSigningKeys(settings({ signing: [plain] }))
    assert.deepEqual(
      keys.map(({ kid, active }) => [kid, active]),
      [
        ['plain', false],
        ['sealed', true],
      ],
    )
    assert.equal(keys[1]?.privateKeyPem.reveal(), pem)
  })

  test('may be wrapped as DER', async () => {
    const der = createPrivateKey(pem).export({ type: 'pkcs8', format: 'der' })
    const keys = await loadSigningKeys(settings({ wrapped: [{ kid: 'der', ciphertext: wrap(der), active: true }] }))
    assert.equal(keys[0]?.privateKeyPem.reveal(), pem)
  })

  test('are asked for again while the service is away, and not when it refuses', async () => {
    failures = 2
    assert.equal((await loadSigningKeys(settings())).length, 1)
    failures = 3
    await assert.rejects(loadSigningKeys(settings()), /KMS_UNWRAP_URL: it answered 503/)
    asked = []
    const stranger = { kms: { url, token: secret('another token, not ours') } }
    await assert.rejects(loadSigningKeys(settings(stranger)), /KMS_UNWRAP_URL: it answered 403/)
    assert.deepEqual(asked, ['sealed'])
  })

  test('stop the start when they are of no use', async () => {
    const other = { wrapped: [{ kid: 'x', ciphertext: wrap(Buffer.from('no key')), active: true }] }
    await assert.rejects(loadSigningKeys(settings(other)), /what it gave for key x is not a private key/)
    await assert.rejects(
      loadSigningKeys(settings({ algorithm: 'RS256' })),
      /what it gave for key sealed signs with ES256, and SIGNING_ALGORITHM says RS256/,
    )
    const closed = createServer()
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve))
    const { port } = closed.address() as AddressInfo
    await new Promise((resolve) => closed.close(resolve))
    const nobody = { kms: { url: new URL(`http://127.0.0.1:${port}/open`), token: secret(TOKEN) } }
    await assert.rejects(loadSigningKeys(settings(nobody)), /it does not answer \(ECONNREFUSED\)/)
  })

  test('are not asked for when there are none', async () => {
    asked = []
    await loadSigningKeys(settings({ wrapped: [], kms: null }))
    assert.deepEqual(asked, [])
  })
})
