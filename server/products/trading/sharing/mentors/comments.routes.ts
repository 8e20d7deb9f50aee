import { type Static, Type } from 'typebox'
import type { Db } from '../../../../kernel/db/database.ts'
import { type Route, route } from '../../../../kernel/http/route.ts'
import { idOf, instant, namedObject, nullable, object, page, pageQuery, text } from '../../../../kernel/http/schema.ts'
import type { Id } from '../../../../kernel/id.ts'
import { traderId } from '../../caller.ts'
import type { TradingParts } from '../../deps.ts'
import { assertShown } from '../../trader.ts'
import type { MentorCommentRow } from '../tables.ts'
import { addComment, changeComment, listComments, removeComment, type Subject } from './comments.ts'
import { lookAsMentor, mentorId } from './mentoring.ts'

type Deps = Pick<TradingParts, 'db' | 'plans' | 'mailer' | 'people' | 'publicUrl'>

const TEXT_MAX = 5000
const can = 'trading:use'
const commentShape = namedObject('MentorComment', {
  id: idOf('trading-comment'),
  mentor: Type.String({ description: 'Their name' }),
  text: Type.String(),
  createdAt: instant,
  changedAt: nullable(instant),
})

/** What routes on trades and on entries differ by. */
interface Kind {
  readonly kind: Subject['kind']
  readonly name: 'Trade' | 'Entry'
  /** Of the trader. */
  readonly path: string
  /** Of the mentor. */
  readonly mentored: string
  readonly problem: string
}

const KINDS: readonly Kind[] = [
  {
    ...{ kind: 'trade', name: 'Trade', path: '/api/trading/trades/{id}/comments' },
    ...{ mentored: 'trades', problem: 'trading/trade-not-found' },
  },
  {
    ...{ kind: 'entry', name: 'Entry', path: '/api/trading/journal/{id}/comments' },
    ...{ mentored: 'entries', problem: 'trading/journal-entry-not-found' },
  },
]

/** Comments of mentors, as the trader and as the mentor see them. */
export function commentRoutes(deps: Deps): Route[] {
  const both = KINDS.flatMap((kind) => [ownRoute(deps, kind), writtenRoute(deps, kind), addRoute(deps, kind)])
  return [...both, changeRoute(deps), removeRoute()]
}

const subjectOf = (kind: Subject['kind'], id: string) => ({ kind, id }) as Subject

function ownRoute({ db, people }: Deps, { kind, name, path, problem }: Kind): Route {
  return route(
    {
      id: `trading.listCommentsOf${name}`,
      method: 'GET',
      path,
      summary: `What mentors say of ${kind === 'trade' ? 'a trade' : 'a journal entry'} of the caller, newest first.`,
      policy: { can, rate: 'read' },
      schema: {
        params: object({ id: idOf(kind === 'trade' ? 'trade' : 'journal-entry') }),
        query: object(pageQuery),
        response: { 200: page(commentShape) },
      },
      problems: [problem, 'trading/consent-needed'],
    },
    (call) => viewPage(db, people, traderId(call), { ...call.query, subject: subjectOf(kind, call.params.id) }),
  )
}

const mentoredParams = (kind: Subject['kind']) =>
  object({ id: idOf('trading-mentor'), subjectId: idOf(kind === 'trade' ? 'trade' : 'journal-entry') })

function writtenRoute({ db, people, plans }: Deps, { kind, name, mentored, problem }: Kind): Route {
  return route(
    {
      id: `trading.listCommentsOfMentored${name}`,
      method: 'GET',
      path: `/api/trading/mentoring/{id}/${mentored}/{subjectId}/comments`,
      summary: 'What the caller, a mentor, wrote there, newest first.',
      policy: { can, rate: 'read' },
      schema: { params: mentoredParams(kind), query: object(pageQuery), response: { 200: page(commentShape) } },
      problems: ['trading/mentoring-not-found', problem, 'trading/trade-beyond-plan', 'trading/consent-needed'],
    },
    async (call) => {
      const { ownerId, mentorId } = await lookAsMentor(db, call, call.params.id)
      const subject = subjectOf(kind, call.params.subjectId)
      if (subject.kind === 'trade') await assertShown(db, await plans.trader(db, ownerId), [subject.id])
      return await viewPage(db, people, ownerId, { ...call.query, subject, mentorId })
    },
  )
}

function addRoute(deps: Deps, { kind, name, mentored, problem }: Kind): Route {
  return route(
    {
      id: `trading.commentOnMentored${name}`,
      method: 'POST',
      path: `/api/trading/mentoring/{id}/${mentored}/{subjectId}/comments`,
      summary: 'Comments as a mentor; the trader gets a mail, once an hour at most.',
      policy: { can, rate: 'write', idempotency: 'optional' },
      schema: {
        params: mentoredParams(kind),
        body: object({ text: text(TEXT_MAX, 1) }),
        response: { 201: commentShape },
      },
      problems: ['trading/mentoring-not-found', problem, 'trading/trade-beyond-plan', 'trading/consent-needed'],
    },
    (call) => {
      const own = { mentorId: mentorId(call), id: call.params.id }
      const said = { subject: subjectOf(kind, call.params.subjectId), text: call.body.text }
      return call.transaction(async (tx) => {
        const row = await addComment(tx, deps, own, said)
        return view(row, (await deps.people([own.mentorId], tx)).get(own.mentorId)?.name)
      })
    },
  )
}

const OWN = '/api/trading/mentoring/{id}/comments/{commentId}'
const ownParams = object({ id: idOf('trading-mentor'), commentId: idOf('trading-comment') })
const ownProblems = ['trading/mentoring-not-found', 'trading/comment-not-found', 'trading/consent-needed']

function changeRoute({ people }: Deps): Route {
  return route(
    {
      id: 'trading.changeComment',
      method: 'PUT',
      path: OWN,
      summary: 'Says a comment of the caller, a mentor, otherwise; the trader sees that it was changed.',
      policy: { can, rate: 'write' },
      schema: { params: ownParams, body: object({ text: text(TEXT_MAX, 1) }), response: { 200: commentShape } },
      problems: ownProblems,
    },
    (call) => {
      const own = { mentorId: mentorId(call), id: call.params.id }
      return call.transaction(async (tx) => {
        const row = await changeComment(tx, own, { id: call.params.commentId, text: call.body.text })
        return view(row, (await people([own.mentorId], tx)).get(own.mentorId)?.name)
      })
    },
  )
}

function removeRoute(): Route {
  return route(
    {
      id: 'trading.removeComment',
      method: 'DELETE',
      path: OWN,
      summary: 'Takes a comment of the caller, a mentor, back.',
      policy: { can, rate: 'write' },
      schema: { params: ownParams, response: { 204: null } },
      problems: ownProblems,
    },
    (call) => {
      const own = { mentorId: mentorId(call), id: call.params.id }
      return call.transaction((tx) => removeComment(tx, own, call.params.commentId))
    },
  )
}

async function viewPage(
  db: Db,
  people: Deps['people'],
  ownerId: Id<'user'>,
  asked: Parameters<typeof listComments>[2],
) {
  const { items, nextCursor } = await listComments(db, ownerId, asked)
  const mentors = await people([...new Set(items.map((row) => row.mentor_id))])
  return { items: items.map((row) => view(row, mentors.get(row.mentor_id)?.name)), nextCursor }
}

function view(row: MentorCommentRow, name = ''): Static<typeof commentShape> {
  return { id: row.id, mentor: name, text: row.text, createdAt: row.created_at, changedAt: row.changed_at }
}
