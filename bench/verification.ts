import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { createApp } from '../server/app.ts'
import { readConfig } from '../server/kernel/config/config.ts'
import { signEs256, verifyEs256 } from '../server/kernel/crypto/es256.ts'
import { createLog } from '../server/kernel/telemetry/create-log.ts'
import { PRODUCTS } from '../server/products.ts'
import { VERSION } from '../server/version.ts'

const SIGNATURES = 1000

/** CPU by call, in microseconds, of `authenticate`: signature, claims, and whether session and account still stand. */
export interface VerificationCost {
  readonly firstSightUs: number
  readonly cachedUs: number
  /** Of the first sight, the signature alone. */
  readonly signatureUs: number
}

/** Measured in this process, a second node on the same database and keys, on tokens none of which it has seen before. */
export async function measureVerification(
  environment: Readonly<Record<string, string>>,
  tokens: readonly string[],
): Promise<VerificationCost> {
  const config = readConfig({ NODE_ENV: 'test', ...environment }, { products: Object.keys(PRODUCTS), terminal: false })
  const { log } = createLog({ ...config.telemetry, level: 'silent', version: VERSION }, () => undefined)
  const app = await createApp({ config, databaseUrl: environment.DATABASE_URL ?? '', log, version: VERSION })
  await app.prepare()
  const requests = tokens.map((token) => ({ headers: { authorization: `Bearer ${token}` } }) as never)
  const pass = async (some: readonly never[]): Promise<number> => {
    const before = process.cpuUsage()
    for (const request of some)
      if ((await app.units.identity.authenticate(request)) === null) throw new Error('a good token was refused')
    const { user, system } = process.cpuUsage(before)
    return (user + system) / some.length
  }
  try {
    const fresh = requests.splice(requests.length / 2)
    await pass(requests)
    return { firstSightUs: await pass(fresh), cachedUs: await pass(fresh), signatureUs: signatureCost() }
  } finally {
    await app.close(1000)
  }
}

function signatureCost(): number {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const content = randomBytes(400)
  const signature = signEs256(content, privateKey)
  let before = process.cpuUsage()
  for (let at = -SIGNATURES; at < SIGNATURES; at += 1) {
    if (at === 0) before = process.cpuUsage()
    if (!verifyEs256(content, publicKey, signature)) throw new Error('a good signature was refused')
  }
  const { user, system } = process.cpuUsage(before)
  return (user + system) / SIGNATURES
}
