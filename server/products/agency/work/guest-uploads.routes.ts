import { Type } from 'typebox'
import type { Db } from '../../../kernel/db/database.ts'
import { type Call, type Route, route } from '../../../kernel/http/route.ts'
import { idOf, object, oneOf } from '../../../kernel/http/schema.ts'
import { announcement, signedShape } from '../../../platform/files/index.ts'
import { attachmentPurpose, guestHolder } from '../attachments.ts'
import { guestToken, openGuestToken } from '../guest-access.ts'
import { agencyProblem } from '../problems.ts'
import type { WorkDeps } from './deps.ts'

const GONE = 'agency/guest-link-gone'
const policy = { access: 'public', rate: 'upload' } as const
/** The bytes of one file are hashed and scanned meanwhile. */
const CONFIRM_DEADLINE_MS = 2 * 60_000

/** Uploads of those who hold the secret of a mail: they belong to the request or ticket that it opens, and can be added to that alone. */
export function guestUploadRoutes(deps: WorkDeps): Route[] {
  return [signRoute(deps), confirmRoute(deps), cancelRoute(deps)]
}

/** Throws agency/guest-link-gone, whatever is wrong with the secret. */
async function opened(db: Db, call: Pick<Call, 'request' | 'reply'>) {
  call.reply.header('cache-control', 'no-store')
  const secret = guestToken(call)
  const held = secret === null ? undefined : await openGuestToken(db, secret)
  if (held?.request_id != null) return guestHolder({ request_id: held.request_id })
  if (held?.ticket_id != null) return guestHolder({ ticket_id: held.ticket_id })
  throw agencyProblem('guest-link-gone')
}

function signRoute({ db, files }: WorkDeps): Route {
  return route(
    {
      id: 'agency.signGuestUpload',
      method: 'POST',
      path: '/api/guest/uploads/sign',
      summary:
        'Announces an upload for what X-Guest-Token opens; answers where to PUT the bytes. At most 20 files of 200 MiB together.',
      policy,
      schema: { body: object(announcement), response: { 201: signedShape } },
      problems: [GONE, 'files/type-not-accepted', 'files/too-large', 'files/too-many-files', 'files/quota-exceeded'],
    },
    async (call) => {
      const holder = await opened(db, call)
      return await files.held.announce(call.origin, holder, { ...call.body, purpose: attachmentPurpose.name })
    },
  )
}

function confirmRoute({ db, files }: WorkDeps): Route {
  const stored = object({
    id: idOf('file'),
    filename: Type.String(),
    contentType: Type.String(),
    bytes: Type.Integer(),
    sha256: Type.String(),
    scan: oneOf(['none', 'pending', 'clean', 'infected']),
  })
  return route(
    {
      id: 'agency.confirmGuestUpload',
      method: 'POST',
      path: '/api/guest/uploads/confirm',
      summary: 'Makes an upload a file, which is then added to the request or goes along with a message of the ticket.',
      policy,
      schema: { body: object({ uploadId: idOf('upload') }), response: { 200: stored } },
      problems: [
        GONE,
        'files/upload-not-found',
        'files/not-uploaded',
        'files/being-checked',
        'files/size-differs',
        'files/hash-differs',
        'files/type-differs',
        'files/image-unreadable',
        'files/infected',
        'blob/unavailable',
      ],
      deadlineMs: CONFIRM_DEADLINE_MS,
    },
    async (call) => await files.held.confirm(call.origin, (await opened(db, call)).name, call.body.uploadId),
  )
}

function cancelRoute({ db, files }: WorkDeps): Route {
  return route(
    {
      id: 'agency.cancelGuestUpload',
      method: 'DELETE',
      path: '/api/guest/uploads/{uploadId}',
      summary: 'Gives an upload up and removes what has arrived of it.',
      policy,
      schema: { params: object({ uploadId: idOf('upload') }), response: { 204: null } },
      problems: [GONE, 'files/upload-not-found', 'files/already-uploaded'],
    },
    async (call) => await files.held.cancel(call.origin, (await opened(db, call)).name, call.params.uploadId),
  )
}
