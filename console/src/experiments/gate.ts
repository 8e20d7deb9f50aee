import { may, useMe } from '../identity/me.ts'

/** Why this person may change nothing of experiments; undefined when they may. */
export function useGate(permission = 'experiments:write'): string | undefined {
  const me = useMe()
  return may(me, permission) ? undefined : `Needs the permission ${permission}`
}
