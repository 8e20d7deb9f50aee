import { Button, Group } from '@mantine/core'
import { type ComponentType, type ReactElement, useEffect, useRef, useState } from 'react'
import { FieldGroup } from './field-group.tsx'
import { FieldStack, type SchemaFieldProps } from './field-stack.tsx'
import styles from './fields.module.css'
import type { FieldProps } from './schema-form.ts'
import { blank } from './values.ts'

interface ListFieldProps extends FieldProps<'list'> {
  readonly Field: ComponentType<SchemaFieldProps>
}

/** Rows of one shape: added at the end, removed, and moved by buttons, so that the keyboard does all of it. */
export function ListField({ form, path, entry, Field }: ListFieldProps): ReactElement {
  const { item, most } = entry.field
  const rows = useRows({ form, path, entry })
  const isFull = most !== undefined && rows.keys.length >= most
  return (
    <FieldGroup label={entry.label} description={entry.description} error={form.errors[path]} path={path}>
      <ol className={styles.rows} ref={rows.list}>
        {rows.keys.map((key, at) => (
          <li key={key} className={styles.row}>
            <div className={styles.rowHead}>
              <p className={styles.rowName}>{`${at + 1} of ${rows.keys.length}`}</p>
              <RowActions label={`${entry.label} ${at + 1}`} rows={rows} at={at} />
            </div>
            {item.kind === 'object' ? (
              <FieldStack form={form} entries={item.entries} under={`${path}.${at}`} Field={Field} />
            ) : (
              <Field
                form={form}
                path={`${path}.${at}`}
                entry={{ ...entry, label: `${entry.label} ${at + 1}`, description: undefined, field: item }}
              />
            )}
          </li>
        ))}
      </ol>
      <div>
        <Button
          variant="default"
          size="xs"
          data-act="add"
          disabled={isFull}
          onClick={() => rows.add(blank(item))}
          // A long label takes a second line on a phone.
          h="auto"
          mih={30}
          maw="100%"
          py={4}
          styles={{ label: { whiteSpace: 'normal' } }}
        >
          {`Add to ${entry.label.toLowerCase()}`}
        </Button>
      </div>
      <div role="status" className={styles.hint}>
        {rows.said}
      </div>
    </FieldGroup>
  )
}

type Rows = ReturnType<typeof useRows>

function RowActions({ label, rows, at }: { label: string; rows: Rows; at: number }): ReactElement {
  const last = rows.keys.length - 1
  return (
    <Group gap={6} role="group" aria-label={label}>
      <Button
        size="compact-xs"
        variant="default"
        data-act={`up-${at}`}
        aria-label={`Move ${label} up`}
        disabled={at === 0}
        onClick={() => rows.move(at, at - 1)}
      >
        Up
      </Button>
      <Button
        size="compact-xs"
        variant="default"
        data-act={`down-${at}`}
        aria-label={`Move ${label} down`}
        disabled={at === last}
        onClick={() => rows.move(at, at + 1)}
      >
        Down
      </Button>
      <Button
        size="compact-xs"
        variant="default"
        data-act={`remove-${at}`}
        aria-label={`Remove ${label}`}
        onClick={() => rows.remove(at)}
      >
        Remove
      </Button>
    </Group>
  )
}

/** The rows by keys of their own, so that what is held inside one moves with it; the focus follows what was done. */
function useRows({ form, path, entry }: FieldProps<'list'>) {
  const value: unknown = form.getInputProps(path).value
  const length = Array.isArray(value) ? value.length : 0
  const [held, setKeys] = useState<readonly string[]>(() => Array.from({ length }, () => crypto.randomUUID()))
  const keys = held.length === length ? held : Array.from({ length }, (_, at) => held[at] ?? `row-${at}`)
  const [said, say] = useState('')
  const list = useRef<HTMLOListElement>(null)
  const [focus, setFocus] = useState<readonly string[]>([])
  useEffect(() => {
    const group = list.current?.parentElement
    const buttons = focus.map((act) => group?.querySelector<HTMLButtonElement>(`[data-act="${act}"]`))
    buttons.find((button) => button?.disabled === false)?.focus()
  }, [focus])
  return {
    keys,
    said,
    list,
    add(item: unknown): void {
      form.insertListItem(path, item)
      setKeys([...keys, crypto.randomUUID()])
      say(`${entry.label} ${keys.length + 1} was added`)
    },
    remove(at: number): void {
      form.removeListItem(path, at)
      setKeys(keys.filter((_, index) => index !== at))
      say(`${entry.label} ${at + 1} was removed`)
      setFocus([`remove-${Math.min(at, keys.length - 2)}`, 'add'])
    },
    move(from: number, to: number): void {
      form.reorderListItem(path, { from, to })
      setKeys(moved(keys, from, to))
      say(`${entry.label} ${from + 1} is now ${to + 1} of ${keys.length}`)
      setFocus(to < from ? [`up-${to}`, `down-${to}`] : [`down-${to}`, `up-${to}`])
    },
  }
}

function moved<Item>(items: readonly Item[], from: number, to: number): readonly Item[] {
  const rest = items.filter((_, at) => at !== from)
  return [...rest.slice(0, to), ...items.slice(from, from + 1), ...rest.slice(to)]
}
