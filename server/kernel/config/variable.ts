/** How a variable's text is read. */
export type VariableKind = 'text' | 'secret' | 'integer' | 'boolean' | 'url' | 'list' | 'choice' | 'path'

export interface Variable {
  readonly kind: VariableKind
  readonly description: string
  readonly group:
    | 'Server'
    | 'Settings'
    | 'Jobs'
    | 'Database'
    | 'Keys'
    | 'Secrets'
    | 'Mail'
    | 'SMS'
    | 'Payments'
    | 'Files'
    | 'Sign-in providers'
    | 'Limits'
    | 'Observability'
    | 'First administrator'
  readonly default?: string
  readonly choices?: readonly string[]
  readonly min?: number
  readonly max?: number
  /** What production demands beyond development. */
  readonly production?: 'required'
  /** Shortest acceptable secret in production, in bytes of text. */
  readonly minLength?: number
  /** URL schemes accepted. */
  readonly schemes?: readonly string[]
}
