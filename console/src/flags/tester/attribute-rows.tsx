import { Button, Group, TextInput } from '@mantine/core'
import type { ReactElement } from 'react'
import { useRows } from '../use-rows.ts'
import type { AttributeRow } from './context.ts'
import styles from './tester.module.css'

interface AttributeRowsProps {
  readonly rows: readonly AttributeRow[]
  readonly onChange: (rows: readonly AttributeRow[]) => void
}

/** Attributes by name and value. */
export function AttributeRows({ rows, onChange }: AttributeRowsProps): ReactElement {
  const edited = useRows<AttributeRow>({ items: rows, onChange, nameOf: (at) => `Attribute ${at + 1}` })
  return (
    <fieldset className={styles.attributes}>
      <legend>Attributes</legend>
      <p className={styles.hint}>
        A number, true, false or JSON is taken as such, anything else as text; quotes make text of it. A point goes
        deeper: <code>user.plan</code>.
      </p>
      {rows.map((row, at) => (
        <div key={edited.keys[at]} className={styles.attribute} {...edited.rowMark(at)}>
          <TextInput
            label="Name"
            aria-label={`Name of attribute ${at + 1}`}
            value={row.name}
            onChange={(event) => edited.set(at, { ...row, name: event.currentTarget.value })}
          />
          <TextInput
            label="Value"
            aria-label={`Value of ${row.name || `attribute ${at + 1}`}`}
            value={row.text}
            onChange={(event) => edited.set(at, { ...row, text: event.currentTarget.value })}
          />
          <Button
            variant="default"
            aria-label={`Leave out ${row.name || `attribute ${at + 1}`}`}
            {...edited.actMark('remove', at)}
            onClick={() => edited.remove(at)}
          >
            Leave out
          </Button>
        </div>
      ))}
      <Group>
        <Button
          variant="default"
          size="xs"
          {...edited.actMark('add')}
          onClick={() => edited.add({ name: '', text: '' })}
        >
          Add an attribute
        </Button>
        <span role="status" className={styles.hidden}>
          {edited.said}
        </span>
      </Group>
    </fieldset>
  )
}
