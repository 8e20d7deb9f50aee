import type { ReactElement } from 'react'
import { api } from '../../../api.ts'
import { ConfirmButton } from '../../../shell/confirm-button.tsx'
import { Empty } from '../../../shell/empty.tsx'
import { Page } from '../../../shell/page.tsx'
import { PagedList } from '../../../shell/paged-list.tsx'
import { Row, Rows } from '../../../shell/rows.tsx'
import { TextLink } from '../../../shell/text-link.tsx'
import { usePages } from '../../../shell/use-pages.ts'
import { When } from '../../../shell/when.tsx'
import { tradingKey } from '../../queries.ts'
import { AccountTime, useAccountsById } from '../account-time.tsx'
import styles from '../trades.module.css'
import type { OrphanedNote } from '../types.ts'
import { useChange } from '../use-change.ts'
import { sideWords } from '../words.ts'
import { AttachNote } from './attach-note.tsx'

export function OrphansPage(): ReactElement {
  const pages = usePages([...tradingKey, 'orphaned-notes'], ({ cursor, signal }) =>
    api.trading.listOrphanedNotes({ query: { limit: 25, ...(cursor === undefined ? {} : { cursor }) }, signal }),
  )
  return (
    <Page
      title="Notes that lost their trade"
      eyebrow={<TextLink to="/trading/trades">Trades</TextLink>}
      lead="The first fill of their trade was withdrawn, or its import undone. If it comes back, so do they."
      width="reading"
    >
      <PagedList
        pages={pages}
        empty={
          <Empty
            title="No note lost its trade"
            hint="What you say of a trade stays with it through every change of its fills."
          />
        }
      >
        {(notes) => (
          <Rows label="Notes without a trade">
            {notes.map((note) => (
              <NoteRow key={note.tradeId} note={note} />
            ))}
          </Rows>
        )}
      </PagedList>
    </Page>
  )
}

function NoteRow({ note }: { note: OrphanedNote }): ReactElement {
  const account = useAccountsById().get(note.accountId)
  const { tradeId, symbol, side, openedAt, text, rating } = note
  const remove = useChange({
    change: () => api.trading.removeNote({ path: { id: tradeId } }),
    done: 'The note is deleted.',
  })
  const name =
    symbol === null || side === null
      ? 'A trade that is not known any more'
      : `${symbol}, ${sideWords[side].toLowerCase()}`
  return (
    <Row
      title={name}
      detail={
        <div className={styles.stack}>
          <span>
            {account?.name}
            {openedAt !== null && (
              <>
                {', opened '}
                <AccountTime at={openedAt} zone={account?.timeZone} />
              </>
            )}
            {', written '}
            <When at={note.updatedAt} />
            {rating !== null && `, rated ${rating} of 5`}
          </span>
          <p className={styles.note}>{text === '' ? 'No words; a stop, a playbook, a review or tags.' : text}</p>
          <AttachNote note={note} name={name} />
          <ConfirmButton
            label="Delete the note"
            question="Delete the note and its tags for good?"
            confirm="Delete it"
            pending={remove.isPending}
            onConfirm={() => remove.mutate(undefined)}
          />
        </div>
      }
    />
  )
}
