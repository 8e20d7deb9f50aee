import type { ReactElement } from 'react'
import { Row, Rows } from '../../../shell/rows.tsx'
import { When } from '../../../shell/when.tsx'

interface Comment {
  readonly id: string
  readonly mentor: string
  readonly text: string
  readonly createdAt: string
}

export function Comments({ comments }: { comments: readonly Comment[] }): ReactElement {
  return (
    <Rows label="Comments">
      {comments.map(({ id, mentor, text, createdAt }) => (
        <Row key={id} title={mentor} detail={<Lines text={text} />} aside={<When at={createdAt} />} />
      ))}
    </Rows>
  )
}

/** What somebody wrote, with its line breaks. */
export function Lines({ text }: { text: string }): ReactElement {
  return <span style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{text}</span>
}
