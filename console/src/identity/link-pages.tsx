import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { LinkPage } from './link-page.tsx'

export function UnlockPage(): ReactElement {
  return (
    <LinkPage
      title="Unlock your account"
      lead="Too many wrong passwords were tried. One click, and you can sign in from this browser again."
      action="Unlock"
      act={(token) => api.auth.unlock({ body: { token } })}
      doneTitle="Your account is unlocked"
      doneLead="Sign in now. If you forgot the password, choose a new one."
    />
  )
}

export function ConfirmEmailPage(): ReactElement {
  return (
    <LinkPage
      title="Confirm your new address"
      lead="From then on you sign in with it, and mail goes there. Everybody is signed out, you too."
      action="Confirm the new address"
      act={(token) => api.auth.confirmEmail({ body: { token } })}
      doneTitle="Your address is changed"
      doneLead="You were signed out everywhere, here too, and links that were mailed before are void. Sign in with the new address. Your former one was mailed a link that takes the change back for 7 days."
    />
  )
}

export function RevertEmailPage(): ReactElement {
  return (
    <LinkPage
      title="Take the change of address back"
      lead="Your account gets this address again. Everybody is signed out, and a new password has to be chosen."
      action="Take it back"
      act={(token) => api.auth.revertEmail({ body: { token } })}
      doneTitle="The change is taken back"
      doneLead="A link to choose a new password is on its way to this address, with a list of what was taken from the account."
    />
  )
}

export function DeleteAccountPage(): ReactElement {
  return (
    <LinkPage
      title="Delete your account"
      lead="What names you is erased at once. It cannot be brought back."
      action="Delete it for good"
      act={(token) => api.auth.confirmDeletion({ body: { token } })}
      doneTitle="Your account is deleted"
      doneLead="Thank you for having been here."
    />
  )
}
