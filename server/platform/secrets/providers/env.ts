import type { Secret } from '../../../kernel/config/secret.ts'
import { SecretFault } from './fault.ts'
import { assertCurrent } from './path.ts'
import type { SecretSource } from './source.ts'

/** `PLINTH_SECRET_STRIPE_KEY` for `stripe/key`: read once at the start, so that a new value takes a new process. */
export function envSource(values: ReadonlyMap<string, Secret>): SecretSource {
  return {
    name: 'env',
    capabilities: { versions: false, stages: false },
    async get(path, wanted) {
      assertCurrent(wanted, 'env')
      const name = path.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')
      const value = values.get(name)
      if (value === undefined) throw new SecretFault('missing', `env: PLINTH_SECRET_${name} is not set`)
      return { value, version: 'start' }
    },
    async list() {
      throw new SecretFault('unsupported', 'env: names of variables do not tell paths')
    },
  }
}
