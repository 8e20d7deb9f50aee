import type { Id } from '../../kernel/id.ts'

/** The rows of schema `settings`; queried by this unit only. */
export interface SettingsTables {
  'settings.setting': {
    key: string
    value: object
    version: number
    changed_at: Date
    changed_by: Id<'user'> | null
  }
}

export type SettingRow = SettingsTables['settings.setting']
