/** Rows of schema `audit`; queried by this unit only. */
export interface AuditTables {
  'audit.record': RecordRow
  'audit.unsealed': { record_id: string }
  'audit.seal': { seq: bigint; record_id: string; hash: Buffer }
  'audit.personal_key': { person: string; key: Buffer | null; erased_mac: Buffer | null }
  'audit.redaction': { record_id: string; mac: Buffer }
  'audit.checkpoint': { seq: bigint; hash: Buffer; at: Date; mac: Buffer }
}

export interface RecordRow {
  id: string
  at: Date
  action: string
  actor_kind: 'anonymous' | 'system' | 'user'
  actor_id: string | null
  subject_kind: string
  subject_id: string
  details: Record<string, unknown>
  request_id: string
  /** 1: address and program stand in the clear. 2: they are in `personal`, under the key of `personal_of`. */
  format: number
  impersonator_id: string | null
  api_key_id: string | null
  ip: string | null
  user_agent: string | null
  personal_of: string | null
  personal: Buffer | null
  mac: Buffer
}
