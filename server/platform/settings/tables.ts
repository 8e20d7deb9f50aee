import type { Id } from '../../kernel/id.ts'

/** The rows of schema `settings`; queried by this unit only. */
export interface SettingsTables {
  'settings.setting': {
    key: string
    /** The members that were said. */
    value: Record<string, unknown>
    omitted: string[]
    said: Record<string, { readonly at: string; readonly by: Id<'user'> | null }>
    version: number
    changed_at: Date
    changed_by: Id<'user'> | null
  }
  'settings.revision': {
    key: string
    version: number
    kind: 'changed' | 'rolled-back' | 'imported'
    value: Record<string, unknown>
    omitted: string[]
    changes: Record<string, [unknown, unknown]>
    reason: string | null
    changed_at: Date
    changed_by: Id<'user'> | null
  }
}

export type SettingRow = SettingsTables['settings.setting']
export type RevisionRow = SettingsTables['settings.revision']
