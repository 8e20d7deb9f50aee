import { elsewhere, type TenantOperation } from './tenant-operation.ts'

const denied = (params: Readonly<Record<string, string>>, body?: object): TenantOperation => ({
  answer: 'denied',
  params,
  ...(body === undefined ? {} : { body }),
})
const flag = { key: '=new-checkout' }
const place = { ...flag, environment: '=production' }
const environment = { key: '=preview' }
const segment = { key: '=staff' }
const change = { id: 'user' }
const reason = { reason: 'because' }
const targeting = { enabled: true, offVariant: null, prerequisites: [], rules: [], fallthrough: null }
const rollback = { revisionId: '00000000-0000-7000-8000-000000000000', version: 1 }

/** Flags belong to the installation, not to a person. */
export const flagOperations: Readonly<Record<string, TenantOperation>> = {
  'flags.evaluate': elsewhere('strangers are served public flags only: server/platform/flags/serving/ofrep.test.ts'),
  'flags.approveChange': denied(change, { contentHash: '0'.repeat(64) }),
  'flags.archive': denied(flag),
  'flags.cancelChange': denied(change),
  'flags.change': denied(flag, { version: 1 }),
  'flags.changeEnvironment': denied(environment, {}),
  'flags.changeSegment': denied(segment, { version: 1 }),
  'flags.editChange': denied(change, { version: 1, target: 'new-checkout', baseVersion: 1 }),
  'flags.explain': denied(flag, { environment: 'production', context: {} }),
  'flags.get': denied(flag),
  'flags.getChange': denied(change),
  'flags.getSegment': denied(segment),
  'flags.getTargeting': denied(place),
  'flags.history': denied(flag),
  'flags.kill': denied(place, reason),
  'flags.rejectChange': denied(change, { note: 'no' }),
  'flags.removeEnvironment': denied(environment),
  'flags.removeSegment': denied(segment),
  'flags.restore': denied(flag, { version: 1 }),
  'flags.revive': denied(place, reason),
  'flags.rollback': denied(flag, rollback),
  'flags.rollbackSegment': denied(segment, rollback),
  'flags.sayTargeting': denied(place, { version: 1, targeting }),
  'flags.segmentHistory': denied(segment),
}
