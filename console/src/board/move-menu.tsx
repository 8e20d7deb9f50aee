import { Button, Menu } from '@mantine/core'
import '@mantine/core/styles/Menu.layer.css'
import type { ReactElement } from 'react'
import type { BoardCard, BoardStage } from './stages.ts'

interface MoveMenuProps {
  readonly card: BoardCard
  readonly stages: readonly BoardStage[]
  readonly onMove: (stage: string) => void
}

export function MoveMenu({ card, stages, onMove }: MoveMenuProps): ReactElement | null {
  const open = stages.filter(({ id }) => card.moves.includes(id))
  if (open.length === 0) return null
  return (
    <Menu
      position="bottom-start"
      shadow="md"
      withinPortal={false}
      floatingStrategy="fixed"
      withInitialFocusPlaceholder={false}
    >
      <Menu.Target>
        <Button
          size="compact-xs"
          variant="default"
          data-card={card.id}
          aria-label={`Move to another stage: ${card.name}`}
        >
          Move to
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {open.map(({ id, label }) => (
          <Menu.Item key={id} onClick={() => onMove(id)}>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
