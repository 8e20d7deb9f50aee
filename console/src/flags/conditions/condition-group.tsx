import { Button, Group, NativeSelect, VisuallyHidden } from '@mantine/core'
import type { Condition } from '@plinth/sdk/flags'
import type { ReactElement } from 'react'
import flags from '../flags.module.css'
import { useRows } from '../use-rows.ts'
import { ConditionFields, type ConditionPartProps } from './condition-fields.tsx'
import styles from './conditions.module.css'
import { faultsBelow, type GroupKind, groupIn, groupLabels, groupOf, regrouped, rowIn } from './tree.ts'

interface ConditionGroupProps extends ConditionPartProps {
  readonly whenEmpty: string
  /** Whether it is the outermost. */
  readonly isWhole?: boolean
}

const begun: readonly (readonly [string, string, () => Condition])[] = [
  ['Attribute', 'an attribute', () => ({ attribute: '', operator: 'equals', value: '' })],
  ['Segment', 'a segment', () => ({ segment: '' })],
  ['Flag', 'a flag', () => ({ flag: '', variants: [] })],
  ['Group', 'a group', () => ({ any: [{ attribute: '', operator: 'equals', value: '' }] })],
]

export function ConditionGroup(props: ConditionGroupProps): ReactElement {
  const { name, value, onChange, faults, whenEmpty, isWhole = false } = props
  const { kind, items, placeOf } = groupOf(value)
  const nameOf = (at: number): string => (isWhole ? `${name} ${at + 1}` : `${name}.${at + 1}`)
  const rows = useRows({ items, onChange: (next) => onChange(regrouped(value, kind, next)), nameOf })
  const own = [faults[''], faults[placeOf(0).split('.').slice(0, -1).join('.')]].find((fault) => fault !== undefined)
  return (
    <div className={styles.group}>
      {(items.length > 1 || kind !== 'all' || !isWhole) && (
        <NativeSelect
          className={styles.kind ?? ''}
          aria-label={`${name}: how its parts count`}
          value={kind}
          data={Object.entries(groupLabels).map(([held, label]) => ({ value: held, label }))}
          onChange={(event) => onChange(regrouped(value, event.currentTarget.value as GroupKind, items))}
        />
      )}
      {items.length === 0 && <p className={flags.hint}>{whenEmpty}</p>}
      {items.length > 0 && (
        <ol className={styles.rows}>
          {items.map((item, at) => (
            <ConditionRow
              key={rows.keys[at]}
              name={nameOf(at)}
              value={item}
              onChange={(next) => rows.set(at, next)}
              onRemove={() => rows.remove(at)}
              faults={faultsBelow(faults, placeOf(at))}
              rowMark={rows.rowMark(at)}
              removeMark={rows.actMark('remove', at)}
            />
          ))}
        </ol>
      )}
      {own !== undefined && placeOf(0) !== '' && <p className={flags.fault}>{own}</p>}
      <Group gap={6} role="group" aria-label={`Add to ${name.toLowerCase()}`}>
        <span className={flags.hint}>Add</span>
        {begun.map(([label, what, begin], at) => (
          <Button
            key={label}
            size="compact-sm"
            variant="default"
            aria-label={isWhole ? `Add ${what}` : `Add ${what} to ${name.toLowerCase()}`}
            {...(at === 0 ? rows.actMark('add') : {})}
            onClick={() => rows.add(begin())}
          >
            {label}
          </Button>
        ))}
      </Group>
      <VisuallyHidden role="status">{rows.said}</VisuallyHidden>
    </div>
  )
}

interface ConditionRowProps extends ConditionPartProps {
  readonly onRemove: () => void
  readonly rowMark: object
  readonly removeMark: object
}

/** One condition of a group, or a group within it. */
function ConditionRow({ onRemove, rowMark, removeMark, ...part }: ConditionRowProps): ReactElement {
  const { name, value, faults } = part
  const isGroup = groupIn(value) !== null
  const { place } = rowIn(value)
  const own = isGroup ? undefined : (faults[''] ?? faults[place])
  return (
    <li className={styles.row} data-nested={isGroup} {...rowMark}>
      {isGroup ? <ConditionGroup {...part} whenEmpty="Nothing is in this group yet." /> : <ConditionFields {...part} />}
      {own !== undefined && <p className={flags.fault}>{own}</p>}
      <div className={styles.foot}>
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          aria-label={`Remove ${name.toLowerCase()}`}
          onClick={onRemove}
          {...removeMark}
        >
          Remove
        </Button>
      </div>
    </li>
  )
}
