import type { Setting } from '../api.ts'
import { entriesOf, wordsOf } from '../forms/fields.ts'
import type { JsonSchema } from '../forms/json-schema.ts'
import type { Tone } from '../shell/state-badge.tsx'

type Source = Setting['members'][number]['source']

export const sourceWords: Readonly<Record<Source, string>> = {
  default: 'Default',
  file: 'Environment file',
  database: 'Said here',
  environment: 'Variable of the server',
}

/** Where a value comes from where nobody has said one here; nothing to say of the default. */
export const sourceHints: Readonly<Partial<Record<Source, string>>> = {
  file: 'As the environment file of the server has it.',
}

type Severity = Setting['findings'][number]['severity']

export const severityWords: Readonly<Record<Severity, { readonly label: string; readonly tone: Tone }>> = {
  error: { label: 'Error', tone: 'negative' },
  warning: { label: 'Warning', tone: 'caution' },
  info: { label: 'To know', tone: 'quiet' },
}

/** What a member is called in the form of its setting. */
export function memberLabel({ schema }: Pick<Setting, 'schema'>, name: string): string {
  return entriesOf(schema as JsonSchema).find((entry) => entry.name === name)?.label ?? wordsOf(name)
}
