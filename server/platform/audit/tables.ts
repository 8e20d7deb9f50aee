/** Rows of schema `audit`; queried by this unit only. */
export interface AuditTables {
  'audit.record': RecordRow
  'audit.unsealed': { record_id: string }
  'audit.seal': { seq: bigint; record_id: string; hash: Buffer }
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
  ip: string | null
  user_agent: string | null
  mac: Buffer
}
