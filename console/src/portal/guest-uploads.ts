import { api } from '../api.ts'
import type { UploadWay } from '../files/use-upload.ts'
import type { Door } from './types.ts'

/** How files are sent: with an account by its own operations, as a guest by those that take the secret of the mail. */
export function uploadsOf({ headers, isGuest }: Door): UploadWay | undefined {
  if (!isGuest) return undefined
  const { signGuestUpload, confirmGuestUpload, cancelGuestUpload } = api.agency
  return {
    sign: ({ body: { purpose: _, ...body }, ...input }) => signGuestUpload({ ...input, body, headers }),
    confirm: (input) => confirmGuestUpload({ ...input, headers }),
    cancel: (input) => cancelGuestUpload({ ...input, headers }),
  }
}
