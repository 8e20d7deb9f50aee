import type { Bucketing, HashName, Json } from '@plinth/sdk/flags'
import { attributeStep, textOr } from './imported.ts'

/** The hash of a version; null for a version that GrowthBook does not know. */
export function hashOf(version: Json): HashName | null {
  if (version === 1) return 'growthbook-v1'
  return version === 2 ? 'growthbook-v2' : null
}

/** By a seed and an attribute, which is `id` when none is named; a caller that only has a targeting key is known by that. */
export function salted(hash: HashName, seed: Json | undefined, attribute: Json | undefined): Bucketing {
  const name = textOr(attribute, '') || 'id'
  return { hash, salt: textOr(seed, ''), bucketBy: name === 'id' ? ['id', 'targetingKey'] : attributeStep(name) }
}
