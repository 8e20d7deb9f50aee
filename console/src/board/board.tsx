import { type DragEvent, type ReactElement, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import styles from './board.module.css'
import { MoveMenu } from './move-menu.tsx'
import type { BoardCard, BoardStage } from './stages.ts'

interface BoardProps<Card extends BoardCard> {
  readonly label: string
  readonly stages: readonly BoardStage[]
  readonly cards: readonly Card[]
  readonly children: (card: Card) => ReactNode
  /** Resolves when the move is done; the cards then say where it stands. */
  readonly onMove: (card: Card, stage: string) => Promise<unknown>
}

/** Cards in the column of their stage. A menu on each moves it; dragging is a shortcut for the same. */
export function Board<Card extends BoardCard>(props: BoardProps<Card>): ReactElement {
  const { label, stages, cards, children } = props
  const { board, said, move } = useMoves(props)
  const [dragged, setDragged] = useState<string | null>(null)
  const held = cards.find(({ id }) => id === dragged)
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by the keyboard */}
      <section className={styles.board} aria-label={label} tabIndex={0} ref={board}>
        {stages.map((stage) => (
          <Column
            key={stage.id}
            stage={stage}
            count={cards.filter((card) => card.stage === stage.id).length}
            takes={held?.moves.includes(stage.id) === true}
            onDrop={() => {
              if (held !== undefined) void move(held, stage.id)
              setDragged(null)
            }}
          >
            {cards
              .filter((card) => card.stage === stage.id)
              .map((card) => (
                <li
                  key={card.id}
                  className={styles.card}
                  draggable={card.moves.length > 0}
                  onDragStart={() => setDragged(card.id)}
                  onDragEnd={() => setDragged(null)}
                >
                  {children(card)}
                  <MoveMenu card={card} stages={stages} onMove={(to) => void move(card, to)} />
                </li>
              ))}
          </Column>
        ))}
      </section>
      <p role="status" className={styles.said}>
        {said}
      </p>
    </>
  )
}

interface ColumnProps {
  readonly stage: BoardStage
  readonly count: number
  /** Whether the card that is dragged may be let go here. */
  readonly takes: boolean
  readonly onDrop: () => void
  readonly children: ReactNode
}

function Column({ stage, count, takes, onDrop, children }: ColumnProps): ReactElement {
  const id = useId()
  const over = (event: DragEvent): void => {
    if (takes) event.preventDefault()
  }
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    if (takes) onDrop()
  }
  return (
    <section className={styles.column} aria-labelledby={id} data-takes={takes} onDragOver={over} onDrop={drop}>
      <h2 className={styles.stage} id={id}>
        {stage.label} <span className={styles.count}>{count}</span>
      </h2>
      <ol className={styles.cards}>{children}</ol>
    </section>
  )
}

/** Moves a card, says so, and leads the focus to its menu in the column where it now stands. */
function useMoves<Card extends BoardCard>({ stages, cards, onMove }: BoardProps<Card>) {
  const board = useRef<HTMLElement>(null)
  const [said, say] = useState('')
  const [moved, setMoved] = useState<{ id: string; stage: string } | null>(null)
  const isThere = cards.some(({ id, stage }) => id === moved?.id && stage === moved.stage)
  useEffect(() => {
    if (moved === null || !isThere) return
    board.current?.querySelector<HTMLElement>(`[data-card="${CSS.escape(moved.id)}"]`)?.focus()
    setMoved(null)
  }, [moved, isThere])
  const move = async (card: Card, stage: string): Promise<void> => {
    const name = stages.find(({ id }) => id === stage)?.label ?? stage
    setMoved({ id: card.id, stage })
    try {
      await onMove(card, stage)
      say(`${card.name} is now in ${name}`)
    } catch {
      // Whoever moves it has said why it was refused; the card stands where it stood.
      setMoved(null)
      say(`${card.name} stays where it was`)
    }
  }
  return { board, said, move }
}
