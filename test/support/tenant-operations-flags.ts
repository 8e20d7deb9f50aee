import type { TenantOperation } from './tenant-operation.ts'

const denied = (params: Readonly<Record<string, string>>, body?: object): TenantOperation => ({
  answer: 'denied',
  params,
  ...(body === undefined ? {} : { body }),
})
const flag = { key: '=new-checkout' }

/** Flags belong to the installation, not to a person. */
export const flagOperations: Readonly<Record<string, TenantOperation>> = {
  'flags.get': denied(flag),
}
