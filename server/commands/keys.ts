import { createPrivateKey, randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { now } from '../kernel/clock.ts'
import type { Config } from '../kernel/config/config.ts'
import { writeKeyFile, writeSecretFile } from '../kernel/config/key-folder.ts'
import { algorithmOf, KEY_SET_FILE, newSigningKey, type SigningAlgorithm } from '../kernel/config/signing-keys.ts'
import { loadConfig } from './load-config.ts'
import { UsageError } from './usage.ts'

const USAGE = 'plinth keys rotate [--algorithm ES256|RS256] [--drop <kid>] [--out <file>]'

/** An entry of JWT_KEYS. */
interface Entry {
  readonly kid: string
  readonly active: boolean
  readonly privateKeyPem?: string
  readonly wrappedKey?: string
}

/**
 * `plinth keys rotate`: the next set of signing keys: a new one that signs, the former ones to verify what they signed, less those dropped. Keys
 * kept in DATA_DIR are replaced there; a given JWT_KEYS goes to `--out`, or to standard output. Servers take it at their next start.
 */
export async function keysCommand(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      algorithm: { type: 'string' },
      drop: { type: 'string', multiple: true, default: [] },
      out: { type: 'string' },
    },
  })
  const { algorithm, drop, out } = values
  const known = algorithm === undefined || algorithm === 'ES256' || algorithm === 'RS256'
  if (positionals.join(' ') !== 'rotate' || !known) throw new UsageError(USAGE)
  const config = await loadConfig()
  const next = nextSet(config.keys, drop, algorithm)
  const text = `${JSON.stringify(next, null, 2)}\n`
  if (out !== undefined) writeSecretFile(out, text)
  else if (config.keys.generated.includes('JWT_PRIVATE_KEY')) writeKeyFile(config.dataDir, KEY_SET_FILE, text)
  else process.stdout.write(text)
  process.stderr.write(`${next[0]?.kid} signs from the next start; ${next.length - 1} older key(s) go on verifying.\n`)
  return 0
}

function nextSet(keys: Config['keys'], drop: readonly string[], wanted: SigningAlgorithm | undefined): Entry[] {
  const former: Entry[] = [
    ...keys.signing.map(({ kid, privateKeyPem }) => ({ kid, active: false, privateKeyPem: privateKeyPem.reveal() })),
    ...keys.wrapped.map(({ kid, ciphertext }) => ({ kid, active: false, wrappedKey: ciphertext })),
  ]
  const unknown = drop.find((kid) => !former.some((key) => key.kid === kid))
  if (unknown !== undefined) throw new UsageError(`There is no key ${unknown}.\n${USAGE}`)
  const algorithm = wanted ?? keys.algorithm ?? activeAlgorithm(keys)
  const kid = `k${now().toISOString().slice(0, 10).replaceAll('-', '')}-${randomBytes(3).toString('hex')}`
  const made: Entry = { kid, active: true, privateKeyPem: newSigningKey(algorithm) }
  return [made, ...former.filter((key) => !drop.includes(key.kid))]
}

function activeAlgorithm({ signing }: Config['keys']): SigningAlgorithm {
  const active = signing.find((key) => key.active)
  return active === undefined ? 'ES256' : algorithmOf(createPrivateKey(active.privateKeyPem.reveal()))
}
