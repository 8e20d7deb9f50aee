import { hidden, type TenantOperation } from './tenant-operation.ts'

const reason = { reason: 'because' }
const at = (params: Readonly<Record<string, string>>, body?: object): TenantOperation => ({
  answer: 'hidden',
  params: { id: 'secret', ...params },
  ...(body === undefined ? {} : { body }),
})

/** Secrets of an organisation are not there for strangers. */
export const secretOperations: Readonly<Record<string, TenantOperation>> = {
  'secrets.cancelRotation': hidden('secret'),
  'secrets.change': hidden('secret', { description: 'Mine' }),
  'secrets.delete': hidden('secret'),
  'secrets.deleteGrant': hidden('secretGrant'),
  'secrets.changeLeaseTemplate': {
    ...{ answer: 'denied', params: { id: 'leaseTemplate' } },
    body: {
      ...{ path: 'own/template', description: '', kind: 'redis', connection: 'secret:own/key', version: 1 },
      ...{ rules: { redis: { commands: [], keys: [], channels: [] } }, ttlSeconds: 60, maxTtlSeconds: 60 },
    },
  },
  'secrets.deleteLeaseTemplate': { answer: 'denied', params: { id: 'leaseTemplate' } },
  'secrets.destroy': hidden('secret', reason),
  'secrets.destroyVersion': at({ number: '=1' }, reason),
  'secrets.endRotation': hidden('secret'),
  'secrets.get': hidden('secret'),
  'secrets.lease': hidden('lease'),
  'secrets.moveStage': at({ stage: '=current' }, { number: 1 }),
  'secrets.planRotation': hidden('secret', { rotator: 'generate' }),
  'secrets.removeStage': at({ stage: '=blue' }),
  'secrets.renewLease': hidden('lease', {}),
  'secrets.restore': hidden('secret'),
  'secrets.reveal': hidden('secret', reason),
  'secrets.revokeLease': hidden('lease'),
  'secrets.rollBack': hidden('secret', reason),
  'secrets.rotate': hidden('secret'),
  'secrets.showings': hidden('secret'),
  'secrets.writeVersion': hidden('secret', { value: 'mine', expected: 1 }),
}
