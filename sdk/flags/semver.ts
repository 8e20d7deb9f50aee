/** A version by Semantic Versioning 2.0.0; build metadata takes no part in order. */
export interface Version {
  readonly numbers: readonly [number, number, number]
  readonly prerelease: readonly (string | number)[]
}

const form =
  /^(0|[1-9]\d{0,15})\.(0|[1-9]\d{0,15})\.(0|[1-9]\d{0,15})(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][\w-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][\w-]*))*))?(?:\+[\w.-]+)?$/
const lengthMax = 256

/** Null for what is no version; a leading `v` is none either. */
export function parseVersion(text: string): Version | null {
  if (text.length > lengthMax) return null
  const found = form.exec(text)
  if (found === null) return null
  const numbers = [Number(found[1]), Number(found[2]), Number(found[3])] as const
  if (!numbers.every(Number.isSafeInteger)) return null
  const prerelease = (found[4]?.split('.') ?? []).map((part) => (/^\d+$/.test(part) ? Number(part) : part))
  return { numbers, prerelease }
}

/** Below, at or above 0 as `a` is before, at or after `b`. */
export function compareVersions(a: Version, b: Version): number {
  for (const at of [0, 1, 2] as const) {
    if (a.numbers[at] !== b.numbers[at]) return a.numbers[at] - b.numbers[at]
  }
  if (a.prerelease.length === 0 || b.prerelease.length === 0) return b.prerelease.length - a.prerelease.length
  const shared = Math.min(a.prerelease.length, b.prerelease.length)
  for (let at = 0; at < shared; at += 1) {
    const order = comparePart(a.prerelease[at] ?? 0, b.prerelease[at] ?? 0)
    if (order !== 0) return order
  }
  return a.prerelease.length - b.prerelease.length
}

function comparePart(a: string | number, b: string | number): number {
  if (a === b) return 0
  if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1
  return a < b ? -1 : 1
}

/** Whether `version` may stand in for `base`: not older, and the same leftmost number that is not 0. */
export function isCompatible(version: Version, base: Version): boolean {
  if (compareVersions(version, base) < 0) return false
  const [major, minor, patch] = base.numbers
  if (version.numbers[0] !== major) return false
  if (major > 0) return true
  if (version.numbers[1] !== minor) return false
  return minor > 0 || version.numbers[2] === patch
}
