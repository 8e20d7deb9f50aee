import { Popover } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import styles from './figures.module.css'
import { figures } from './queries.ts'
import type { Definition } from './types.ts'

/** What a figure is called; pressed, it says what it is. */
export function DefinitionTerm({ id, name }: { id: string; name?: string }): ReactElement {
  const definition = useDefinition(id)
  const title = name ?? definition?.title ?? ''
  if (definition === undefined) return <>{title}</>
  return (
    <Popover position="bottom-start" shadow="md" withinPortal={false}>
      <Popover.Target>
        <button type="button" className={styles.term}>
          {title}
        </button>
      </Popover.Target>
      <Popover.Dropdown className={styles.definition} aria-label={`What ${title} is`}>
        <p>{definition.formula}</p>
        {definition.source !== null && <p className={styles.small}>{definition.source}</p>}
      </Popover.Dropdown>
    </Popover>
  )
}

function useDefinition(id: string): Definition | undefined {
  return useQuery(figures.definitions()).data?.find((one) => one.id === id)
}
