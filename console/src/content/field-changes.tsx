import type { ReactElement } from 'react'
import type { ContentType, FieldChange } from '../api.ts'
import { entriesOf, type Field, wordsOf } from '../forms/fields.ts'
import type { JsonSchema } from '../forms/json-schema.ts'
import { isObject } from '../forms/values.ts'
import type { RichNode } from '../rich-text/document.ts'
import { moneyInWords } from '../shell/money.ts'
import styles from './content.module.css'

interface FieldChangesProps {
  readonly type: ContentType
  readonly changes: readonly FieldChange[]
}

/** What is said otherwise, field by field: as it was, and as it is. */
export function FieldChanges({ type, changes }: FieldChangesProps): ReactElement {
  if (changes.length === 0) return <p>Both say the same.</p>
  const entries = entriesOf(type.fields as JsonSchema)
  return (
    <dl className={styles.changes}>
      {changes.map(({ field, from, to }) => {
        const entry = entries.find(({ name }) => name === field)
        return (
          <div key={field}>
            <dt>{entry?.label ?? wordsOf(field.replace(/^seo\./, 'Search: '))}</dt>
            <dd>
              <Said as="del" value={from} field={entry?.field} />
              <Said as="ins" value={to} field={entry?.field} />
            </dd>
          </div>
        )
      })}
    </dl>
  )
}

function Said({
  as: Tag,
  value,
  field,
}: {
  as: 'del' | 'ins'
  value: unknown
  field: Field | undefined
}): ReactElement {
  return (
    <Tag className={styles.said}>
      <span className={styles.hidden}>{Tag === 'del' ? 'Was: ' : 'Is: '}</span>
      {inWords(value, field)}
    </Tag>
  )
}

function inWords(value: unknown, field: Field | undefined): string {
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
