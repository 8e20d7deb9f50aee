import { Button, Group, VisuallyHidden } from '@mantine/core'
import { type KeyboardEvent, type ReactElement, useId, useState } from 'react'
import { StateBadge } from '../shell/state-badge.tsx'
import { faultsBelow } from './conditions/tree.ts'
import { type DraftRule, newListRule, newRule } from './draft.ts'
import styles from './flags.module.css'
import { RuleFields, type RuleFieldsProps } from './rule-fields.tsx'
import { describeRule } from './targeting-words.ts'
import { type EditedRows, useRows } from './use-rows.ts'

interface RuleListProps {
  readonly rules: readonly DraftRule[]
  readonly variants: readonly string[]
  readonly onChange: (rules: readonly DraftRule[]) => void
  /** Of the whole targeting. */
  readonly faults: Readonly<Record<string, string>>
}

/** Rules in their order, each folded to one line until it is looked at. */
export function RuleList({ rules, variants, onChange, faults }: RuleListProps): ReactElement {
  const rows = useRows({ items: rules, onChange, nameOf: (at) => `Rule ${at + 1}` })
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const first = variants[0] ?? ''
  const add = (rule: DraftRule): void => setOpen(new Set([...open, rows.add(rule)]))
  const toggle = (key: string): void =>
    setOpen(new Set(open.has(key) ? [...open].filter((one) => one !== key) : [...open, key]))
  return (
    <div className={styles.part}>
      {rules.length === 0 && <p className={styles.hint}>No rule yet: everybody gets the same.</p>}
      {rules.length > 0 && (
        <ol className={styles.rules} aria-label="Rules">
          {rules.map((rule, at) => {
            const key = rows.keys[at] ?? ''
            const own = faultsBelow(faults, `rules.${at}`)
            return (
              <RuleItem
                key={key}
                at={at}
                rows={rows}
                value={rule}
                variants={variants}
                onChange={(next) => rows.set(at, next)}
                faults={own}
                isLast={at === rules.length - 1}
                isOpen={open.has(key) || Object.keys(own).length > 0}
                onToggle={() => toggle(key)}
              />
            )
          })}
        </ol>
      )}
      <Group gap="xs">
        <Button variant="default" size="xs" onClick={() => add(newRule(first))} {...rows.actMark('add')}>
          Add a rule
        </Button>
        <Button variant="default" size="xs" onClick={() => add(newListRule(first))}>
          Add persons by name
        </Button>
      </Group>
      <VisuallyHidden role="status">{rows.said}</VisuallyHidden>
    </div>
  )
}

interface RuleItemProps extends RuleFieldsProps {
  readonly at: number
  readonly rows: EditedRows<DraftRule>
  readonly isLast: boolean
  readonly isOpen: boolean
  readonly onToggle: () => void
}

function RuleItem({ at, rows, isLast, isOpen, onToggle, ...fields }: RuleItemProps): ReactElement {
  const { value, faults } = fields
  const part = useId()
  const name = `rule ${at + 1}`
  const byKeyboard = (event: KeyboardEvent): void => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
    event.preventDefault()
    if (event.key === 'ArrowUp' && at > 0) rows.move(at, at - 1)
    if (event.key === 'ArrowDown' && !isLast) rows.move(at, at + 1)
  }
  const button = { size: 'compact-xs', variant: 'default', onKeyDown: byKeyboard } as const
  return (
    <li className={styles.rule} {...rows.rowMark(at)}>
      <div className={styles.ruleHead}>
        <div className={styles.ruleWords}>
          <p className={styles.ruleTitle}>
            {`${at + 1}. ${value.description || 'Rule'}`}
            {Object.keys(faults).length > 0 && <StateBadge tone="negative">Has a fault</StateBadge>}
          </p>
          <p className={styles.ruleLine}>{describeRule(value)}</p>
        </div>
        <Group gap={6} role="group" aria-label={`Rule ${at + 1}`}>
          <Button
            {...button}
            aria-expanded={isOpen}
            aria-controls={part}
            aria-label={`Edit ${name}`}
            onClick={onToggle}
          >
            Edit
          </Button>
          <Button
            {...button}
            aria-label={`Move ${name} up`}
            disabled={at === 0}
            onClick={() => rows.move(at, at - 1)}
            {...rows.actMark('up', at)}
          >
            Up
          </Button>
          <Button
            {...button}
            aria-label={`Move ${name} down`}
            disabled={isLast}
            onClick={() => rows.move(at, at + 1)}
            {...rows.actMark('down', at)}
          >
            Down
          </Button>
          <Button
            {...button}
            aria-label={`Remove ${name}`}
            onClick={() => rows.remove(at)}
            {...rows.actMark('remove', at)}
          >
            Remove
          </Button>
        </Group>
      </div>
      <section id={part} aria-label={`Fields of rule ${at + 1}`} hidden={!isOpen}>
        {isOpen && <RuleFields {...fields} />}
      </section>
    </li>
  )
}
