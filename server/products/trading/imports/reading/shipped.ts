import { readdirSync, readFileSync } from 'node:fs'
import type { Profile } from './profile.ts'

const folder = new URL('../profiles/', import.meta.url)

/** The profiles that come with the product, by id. Their test holds them to profileSchema and profileFaults. */
export const shippedProfiles: readonly Profile[] = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .sort()
  .map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Profile)
