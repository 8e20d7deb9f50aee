import { eventType } from '../../kernel/db/events.ts'
import { idOf, object } from '../../kernel/http/schema.ts'

const user = object({ userId: idOf('user') })

export const userRegistered = eventType(
  'identity.user.registered',
  'Somebody made an account; the address is unproven.',
  user,
)
export const userVerified = eventType(
  'identity.user.verified',
  'A person proved the e-mail address of the account.',
  user,
)
export const userErased = eventType('identity.user.erased', 'An account was erased; only its id is left.', user)
export const userDisabled = eventType('identity.user.disabled', 'An account was disabled; its sessions are over.', user)
export const userEnabled = eventType('identity.user.enabled', 'A disabled account may be used again.', user)
export const emailChanged = eventType(
  'identity.email.changed',
  'A person has another e-mail address, or took the former one back.',
  user,
)
export const passwordChanged = eventType('identity.password.changed', 'A password was changed or reset.', user)
