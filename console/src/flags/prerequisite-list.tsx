import { Button, Group, VisuallyHidden } from '@mantine/core'
import type { Prerequisite } from '@plinth/sdk/flags'
import type { ReactElement } from 'react'
import { faultsBelow } from './conditions/tree.ts'
import { FlagVariants } from './flag-variants.tsx'
import styles from './flags.module.css'
import { useRows } from './use-rows.ts'

interface PrerequisiteListProps {
  readonly value: readonly Prerequisite[]
  readonly onChange: (prerequisites: readonly Prerequisite[]) => void
  /** Of the whole targeting. */
  readonly faults: Readonly<Record<string, string>>
}

/** What other flags must serve before this one serves anything but its off variant. */
export function PrerequisiteList({ value, onChange, faults }: PrerequisiteListProps): ReactElement {
  const rows = useRows({ items: value, onChange, nameOf: (at) => `Prerequisite ${at + 1}` })
  return (
    <fieldset className={styles.section}>
      <legend className={styles.legend}>Prerequisites</legend>
      {value.length === 0 && <p className={styles.hint}>None: it depends on no other flag.</p>}
      {value.map((one, at) => {
        const own = faultsBelow(faults, `prerequisites.${at}`)
        return (
          <div key={rows.keys[at]} className={styles.line} {...rows.rowMark(at)}>
            <FlagVariants
              name={`Prerequisite ${at + 1}`}
              value={one}
              onChange={(next) => rows.set(at, next)}
              faults={own}
            />
            {own[''] !== undefined && <p className={styles.fault}>{own['']}</p>}
            <Group justify="flex-end">
              <Button
                size="compact-xs"
                variant="subtle"
                color="gray"
                aria-label={`Remove prerequisite ${at + 1}`}
                onClick={() => rows.remove(at)}
                {...rows.actMark('remove', at)}
              >
                Remove
              </Button>
            </Group>
          </div>
        )
      })}
      <div>
        <Button
          variant="default"
          size="xs"
          onClick={() => rows.add({ flag: '', variants: [] })}
          {...rows.actMark('add')}
        >
          Add a prerequisite
        </Button>
      </div>
      <VisuallyHidden role="status">{rows.said}</VisuallyHidden>
    </fieldset>
  )
}
