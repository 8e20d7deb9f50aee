import { assertImageTerms } from './images.ts'
import { filesProblem } from './problems.ts'
import type { Purpose } from './uploads.ts'
import type { Changed } from './versions.ts'

/** What files are taken for, as units declared it. */
export interface Purposes {
  declare(purposes: readonly Purpose[]): void
  /** Undefined for one that is not declared, or no longer. */
  declared(name: string): Purpose | undefined
  /** Throws files/unknown-purpose. */
  purpose(name: string): Purpose
  /** Tells the unit of a file. */
  readonly changed: Changed
}

/** None yet; none takes more than `maxBytes`. */
export function createPurposes(maxBytes: number): Purposes {
  const purposes = new Map<string, Purpose>()
  return {
    declare(added) {
      for (const one of added) {
        if (one.image !== undefined) assertImageTerms(one.image, one.contentTypes)
        purposes.set(one.name, { ...one, maxBytes: Math.min(one.maxBytes, maxBytes) })
      }
    },
    declared: (name) => purposes.get(name),
    purpose(name) {
      const known = purposes.get(name)
      if (known === undefined)
        throw filesProblem('unknown-purpose', {
          errors: [{ pointer: '/purpose', code: 'unknown', detail: 'is not a purpose files are taken for' }],
        })
      return known
    },
    changed: async (tx, file) => await purposes.get(file.purpose)?.changes?.changed?.(tx, file.id),
  }
}
