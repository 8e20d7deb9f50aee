import type { ReactElement, ReactNode } from 'react'
import { Row, Rows } from '../../../shell/rows.tsx'
import { When } from '../../../shell/when.tsx'

export interface Comment {
  readonly id: string
  readonly mentor: string
  readonly text: string
  readonly createdAt: string
  readonly changedAt: string | null
}

interface CommentsProps {
  readonly comments: readonly Comment[]
  /** What its author may do with one. */
  readonly actions?: (comment: Comment) => ReactNode
}

export function Comments({ comments, actions }: CommentsProps): ReactElement {
  return (
    <Rows label="Comments">
      {comments.map((comment) => (
        <Row
          key={comment.id}
          title={comment.mentor}
          detail={
            <>
              <Lines text={comment.text} />
              {actions?.(comment)}
            </>
          }
          aside={
            <span>
              <When at={comment.createdAt} />
              {comment.changedAt !== null && ', changed'}
            </span>
          }
        />
      ))}
    </Rows>
  )
}

/** What somebody wrote, with its line breaks. */
export function Lines({ text }: { text: string }): ReactElement {
  return <span style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{text}</span>
}
