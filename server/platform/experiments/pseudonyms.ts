import { createHmac, type KeyObject } from 'node:crypto'

const BYTES = 16

/** Whom or what is counted, by the key it is targeted with: the same for the same key, and nobody can tell which without the secret. */
export type Unit = Buffer

/** What turns targeting keys into units, and ids of clients' events into marks. */
export interface Pseudonyms {
  unit(targetingKey: string): Unit
  source(eventId: string): Buffer
}

export function createPseudonyms(key: KeyObject): Pseudonyms {
  const of = (kind: string, text: string) =>
    createHmac('sha256', key).update(`${kind}\n${text}`).digest().subarray(0, BYTES)
  return { unit: (targetingKey) => of('unit', targetingKey), source: (eventId) => of('event', eventId) }
}
