import { type ReactElement, useState } from 'react'
import { Board } from '../../../console/src/board/board.tsx'
import type { BoardCard } from '../../../console/src/board/stages.ts'

const stages = [
  { id: 'submitted', label: 'Submitted' },
  { id: 'review', label: 'Requirements review' },
  { id: 'clarification', label: 'Clarification needed' },
  { id: 'quotation', label: 'Scope and quotation' },
  { id: 'rejected', label: 'Rejected' },
]

const moves: Readonly<Record<string, readonly string[]>> = {
  submitted: ['review', 'rejected'],
  review: ['clarification', 'quotation', 'rejected'],
  clarification: ['review'],
}

const requests = [
  { id: 'r1', stage: 'submitted', name: 'ANG-2026-00481', subject: 'A shop for a bakery' },
  { id: 'r2', stage: 'submitted', name: 'ANG-2026-00482', subject: 'Photographs of a hotel' },
  { id: 'r3', stage: 'review', name: 'ANG-2026-00475', subject: 'An app for a clinic' },
  { id: 'r4', stage: 'rejected', name: 'ANG-2026-00470', subject: 'A logo by tomorrow' },
]

interface Card extends BoardCard {
  readonly subject: string
}

/** The server here refuses one move, as it does when somebody else was faster. */
export function BoardPiece(): ReactElement {
  const [held, setHeld] = useState(requests)
  const cards: Card[] = held.map((request) => ({ ...request, moves: moves[request.stage] ?? [] }))
  const move = async (card: Card, stage: string): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, 50))
    if (card.id === 'r2') throw new Error('It was moved in the meantime')
    setHeld((now) => now.map((request) => (request.id === card.id ? { ...request, stage } : request)))
  }
  return (
    <>
      <h1>Requests</h1>
      <Board label="Requests by stage" stages={stages} cards={cards} onMove={move}>
        {({ name, subject }) => (
          <>
            <strong>{subject}</strong>
            <span>{name}</span>
          </>
        )}
      </Board>
    </>
  )
}
