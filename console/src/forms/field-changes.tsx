import type { ReactElement } from 'react'
import type { FieldChange } from '../api.ts'
import type { RichNode } from '../rich-text/document.ts'
import { moneyInWords } from '../shell/money.ts'
import styles from './field-changes.module.css'
import { entriesOf, type Field, wordsOf } from './fields.ts'
import type { JsonSchema } from './json-schema.ts'
import { isObject } from './values.ts'

interface FieldChangesProps {
  /** Of the object that they are fields of. */
  readonly schema: JsonSchema
  readonly changes: readonly FieldChange[]
}

/** What is said otherwise, field by field: as it was, and as it is. */
export function FieldChanges({ schema, changes }: FieldChangesProps): ReactElement {
  if (changes.length === 0) return <p>Both say the same.</p>
  const entries = entriesOf(schema)
  return (
    <dl className={styles.changes}>
      {changes.map(({ field, from, to }) => {
        const entry = entries.find(({ name }) => name === field)
        return (
          <div key={field}>
            <dt>{entry?.label ?? wordsOf(field.replace(/^seo\./, 'Search: '))}</dt>
            <dd>
              <Said as="del">{inWords(from, entry?.field)}</Said>
              <Said as="ins">{inWords(to, entry?.field)}</Said>
            </dd>
          </div>
        )
      })}
    </dl>
  )
}

/** What was said, struck out, or what is said instead. */
export function Said({ as: Tag, children }: { as: 'del' | 'ins'; children: string }): ReactElement {
  return (
    <Tag className={styles.said}>
      <span className={styles.hidden}>{Tag === 'del' ? 'Was: ' : 'Is: '}</span>
      {children}
    </Tag>
  )
}

/** A value as a person reads it. */
export function inWords(value: unknown, field: Field | undefined): string {
  if (value === null || value === undefined || value === '') return 'nothing'
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (field?.kind === 'rich-text') return plainText(value as RichNode)
  if (field?.kind === 'money' && isObject(value))
    return moneyInWords({ minor: String(value.minor), currency: String(value.currency) })
  if (field?.kind === 'choice') return field.choices.find((choice) => choice.value === value)?.label ?? String(value)
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value.join(', ')
  return typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value, null, 2)
}

const lines = new Set(['paragraph', 'heading', 'codeBlock', 'listItem', 'image', 'horizontalRule', 'hardBreak'])

function plainText({ type, text, attrs, content = [] }: RichNode): string {
  const own = type === 'image' ? `[${String(attrs?.alt ?? '')}]` : (text ?? '')
  const within = own + content.map(plainText).join('')
  return lines.has(type) && !within.endsWith('\n') ? `${within}\n` : within
}
