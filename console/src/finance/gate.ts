import { may, useMe } from '../identity/me.ts'

/** Why this person may not do what needs `permission`; undefined when they may. */
export function useGate(permission: string): string | undefined {
  const me = useMe()
  return may(me, permission) ? undefined : `Needs the permission ${permission}`
}
