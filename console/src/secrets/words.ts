import type { SecretDetail, SecretGrant, SecretLease, StoredSecret } from '../api.ts'
import type { Tone } from '../shell/state-badge.tsx'

const DAY_MS = 86_400_000
/** Owners are reminded from here on. */
const SOON_MS = 30 * DAY_MS
const UNUSED_MS = 90 * DAY_MS

export interface Badge {
  readonly label: string
  readonly tone: Tone
}

export const environmentWords: Readonly<Record<StoredSecret['environment'], string>> = {
  development: 'Development',
  test: 'Test',
  staging: 'Staging',
  production: 'Production',
}

export const environmentChoices = Object.entries(environmentWords).map(([value, label]) => ({ value, label }))

/** What whoever looks after secrets should know of one, the gravest first. */
export function badgesOf(secret: StoredSecret, nowMs: number): readonly Badge[] {
  return [...standing(secret, nowMs), ...renewal(secret), ...use(secret, nowMs)]
}

function standing({ deletedAt, expiresAt, current }: StoredSecret, nowMs: number): readonly Badge[] {
  if (deletedAt !== null) return [{ label: 'Deleted', tone: 'negative' }]
  const empty: readonly Badge[] = current === null ? [{ label: 'No value', tone: 'caution' }] : []
  const leftMs = expiresAt === null ? Number.POSITIVE_INFINITY : Date.parse(expiresAt) - nowMs
  if (leftMs <= 0) return [{ label: 'Expired', tone: 'negative' }, ...empty]
  return leftMs <= SOON_MS ? [{ label: 'Expires soon', tone: 'caution' }, ...empty] : empty
}

function renewal({ lastRotation }: StoredSecret): readonly Badge[] {
  if (lastRotation === 'failed') return [{ label: 'Rotation failed', tone: 'negative' }]
  return lastRotation === null || lastRotation === 'done' ? [] : [{ label: 'Being rotated', tone: 'caution' }]
}

function use({ lastUsedAt, createdAt, deletedAt }: StoredSecret, nowMs: number): readonly Badge[] {
  if (deletedAt !== null) return []
  if (nowMs - Date.parse(lastUsedAt ?? createdAt) < UNUSED_MS) return []
  return [{ label: 'Unused for 90 days', tone: 'quiet' }]
}

type RotationState = SecretDetail['rotations'][number]['state']

export function rotationWord({ state, isCancelled }: SecretDetail['rotations'][number]): Badge {
  if (isCancelled) return { label: state === 'failed' ? 'Called off' : 'Being called off', tone: 'quiet' }
  return rotationStates[state]
}

const rotationStates: Readonly<Record<RotationState, Badge>> = {
  created: { label: 'Making a value', tone: 'caution' },
  pending: { label: 'Installing and testing', tone: 'caution' },
  tested: { label: 'Tested', tone: 'caution' },
  done: { label: 'Done', tone: 'positive' },
  failed: { label: 'Failed', tone: 'negative' },
}

export const leaseStates: Readonly<Record<SecretLease['state'], Badge>> = {
  making: { label: 'Being made', tone: 'caution' },
  active: { label: 'Active', tone: 'positive' },
  revoking: { label: 'Being removed', tone: 'caution' },
  ended: { label: 'Ended', tone: 'quiet' },
}

export const leaseKinds: Readonly<Record<SecretLease['kind'], string>> = { postgresql: 'PostgreSQL', redis: 'Redis' }

export const abilityWords: Readonly<Record<SecretGrant['may'][number], { label: string; meaning: string }>> = {
  read: { label: 'See', meaning: 'that it is there, and what is said about it' },
  reveal: { label: 'Read values', meaning: 'and see that it is there' },
  manage: { label: 'Manage', meaning: 'write, rotate, delete; not read values' },
  lease: { label: 'Lease', meaning: 'have accounts made by the templates of these paths' },
}

export const holderWords: Readonly<Record<SecretGrant['holderKind'], string>> = {
  role: 'Role',
  user: 'Person',
  'api-key': 'API key',
}

/** For how long both values are good; in the seconds that the server counts. */
export const overlapChoices = [
  { value: '0', label: 'Ends at once' },
  { value: '3600', label: 'One hour' },
  { value: '86400', label: 'One day' },
  { value: '604800', label: 'Seven days' },
  { value: '2592000', label: 'Thirty days' },
]

/** What values are made of. */
export const alphabetChoices = [
  { value: 'alphanumeric', label: 'Letters and digits' },
  { value: 'hex', label: 'Hexadecimal digits' },
  { value: 'base64url', label: 'Letters, digits, - and _' },
  { value: 'ascii', label: 'All printable characters' },
]

const units = [
  [86_400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
] as const

/** 7200 as 2 hours; only whole units. */
export function duration(seconds: number): string {
  const [size, name] = units.find(([length]) => seconds % length === 0 && seconds >= length) ?? [1, 'second']
  const count = seconds / size
  return `${count} ${name}${count === 1 ? '' : 's'}`
}
