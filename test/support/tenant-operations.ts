/** How a stranger asks for what is another's: parameter -> kind of id, and what the answer must be. */
export interface TenantOperation {
  /**
   * `hidden`: 404, as for an id that was never given. `denied`: 403, for want of a permission. `public`: everybody may. `elsewhere`: the sentence says where it is tested.
   */
  readonly answer: 'hidden' | 'denied' | 'public' | { readonly elsewhere: string }
  readonly params: Readonly<Record<string, string>>
  /** A second try: these parameters are the stranger's own, the rest the other's. */
  readonly own?: Readonly<Record<string, string>>
  readonly body?: object
}

const hidden = (kind: string, body?: object): TenantOperation => ({
  answer: 'hidden',
  params: { id: kind },
  ...(body === undefined ? {} : { body }),
})
const denied = (params: Readonly<Record<string, string>>, body?: object): TenantOperation => ({
  answer: 'denied',
  params,
  ...(body === undefined ? {} : { body }),
})
const open = (params: Readonly<Record<string, string>>): TenantOperation => ({ answer: 'public', params })
const elsewhere = (sentence: string): TenantOperation => ({ answer: { elsewhere: sentence }, params: {} })

const reason = { reason: 'because' }
const user = { id: 'user' }
const within = (params: Readonly<Record<string, string>>, body?: object): TenantOperation => ({
  answer: 'hidden',
  params: { id: 'organisation', ...params },
  own: { id: 'organisation' },
  ...(body === undefined ? {} : { body }),
})
const inPlaylist = (body?: object): TenantOperation => ({
  answer: 'hidden',
  params: { id: 'playlist', itemId: 'playlistItem' },
  own: { id: 'playlist' },
  ...(body === undefined ? {} : { body }),
})
const INTERACTION = 'an interaction belongs to a session: server/platform/provider tests'

/** Every operation with an id in its path. A new one is added here, or the test fails. */
export const tenantOperations: Readonly<Record<string, TenantOperation>> = {
  'access.changeRole': elsewhere('roles belong to the server, not to a person: server/platform/access tests'),
  'access.deleteRole': elsewhere('roles belong to the server, not to a person: server/platform/access tests'),
  'access.denyPermission': denied({ ...user, permission: '=access:read' }, {}),
  'access.getUser': denied(user),
  'access.getUserAccess': denied(user),
  'access.grantRole': denied({ ...user, role: '=reviewer' }, {}),
  'access.liftDenial': denied({ ...user, permission: '=access:read' }),
  'access.revokeRole': denied({ ...user, role: '=reviewer' }),
  'apiKeys.keep': hidden('apiKey'),
  'apiKeys.listOfUser': denied(user),
  'apiKeys.revoke': hidden('apiKey'),
  'apiKeys.revokeOfUser': denied({ ...user, keyId: 'apiKey' }),
  'auth.compromiseKey': denied({ kid: '=any' }, reason),
  'auth.confirmEmailCodes': hidden('emailFactor', { code: '123456' }),
  'auth.confirmSms': hidden('phone', { code: '123456' }),
  'auth.confirmTotp': hidden('totp', { code: '123456' }),
  'auth.disableUser': denied(user),
  'auth.enableUser': denied(user),
  'auth.eraseUser': denied(user, reason),
  'auth.forgetDevice': hidden('device'),
  'auth.forgetTrustedDevice': hidden('trustedDevice'),
  'auth.impersonate': denied(user, reason),
  'auth.linkIdentity': elsewhere('the parameter names a provider, nobody’s own: server/platform/federation tests'),
  'auth.removeEmailCodes': hidden('emailFactor'),
  'auth.removePasskey': hidden('passkey'),
  'auth.removeSms': hidden('phone'),
  'auth.removeTotp': hidden('totp'),
  'auth.renamePasskey': hidden('passkey', { name: 'Mine' }),
  'auth.revokeSession': hidden('session'),
  'auth.unlinkIdentity': hidden('identity'),
  'files.address': hidden('file'),
  'files.cancel': { answer: 'hidden', params: { uploadId: 'upload' } },
  'files.content': hidden('file'),
  'files.get': hidden('file'),
  'files.getUpload': { answer: 'hidden', params: { uploadId: 'upload' } },
  'files.put': elsewhere('the signature in the URL is the right to it: server/platform/files tests'),
  'files.putPart': elsewhere('the signature in the URL is the right to it: server/platform/files tests'),
  'files.variant': { answer: 'hidden', params: { id: 'file', name: '=thumb' } },
  'jobs.cancel': denied({ id: 'user' }),
  'jobs.get': denied({ id: 'user' }),
  'jobs.pauseQueue': denied({ queue: '=mail.send' }),
  'jobs.redriveQueue': denied({ queue: '=mail.send' }),
  'jobs.resumeQueue': denied({ queue: '=mail.send' }),
  'jobs.retry': denied({ id: 'user' }),
  'mail.previewTemplate': denied({ name: '=identity.verify' }),
  'mail.removeSuppression': denied({ id: 'user' }),
  'mail.sendAgain': denied({ id: 'user' }),
  'music.addPlaylistItem': hidden('playlist', { trackId: '00000000-0000-7000-8000-000000000000' }),
  'music.answerApplication': hidden('application', { message: 'Mine now' }),
  'music.approveApplication': denied({ id: 'application' }),
  'music.claimApplication': denied({ id: 'application' }),
  'music.claimTrack': denied({ id: 'submission' }),
  'music.decideTrack': denied({ id: 'submission' }, { verdict: 'approve' }),
  'music.deletePlaylist': hidden('playlist'),
  'music.getApplication': hidden('application'),
  'music.getArtist': open({ slug: 'artist' }),
  'music.getPlaylist': hidden('playlist'),
  'music.getSubmission': hidden('submission'),
  'music.getTrack': open({ id: 'track' }),
  'music.heartbeatTrack': denied({ id: 'submission' }),
  'music.movePlaylistItem': inPlaylist({ afterItemId: null }),
  'music.publishTrack': denied({ id: 'track' }),
  'music.rejectApplication': denied({ id: 'application' }, reason),
  'music.releaseTrack': denied({ id: 'submission' }),
  'music.removePlaylistItem': inPlaylist(),
  'music.requestInformation': denied({ id: 'application' }, { message: 'Tell me' }),
  'music.resubmit': hidden('submission', { title: 'Mine' }),
  'music.reviewDetail': denied({ id: 'submission' }),
  'music.reviewStream': denied({ id: 'submission' }),
  'music.saveApplication': hidden('application', { bio: 'Mine' }),
  'music.streamTrack': open({ id: 'track' }),
  'music.submissionCover': hidden('submission'),
  'music.submitApplication': hidden('application'),
  'music.trackCover': open({ id: 'track' }),
  'music.trackWaveform': open({ id: 'track' }),
  'music.unpublishTrack': denied({ id: 'track' }),
  'music.updatePlaylist': hidden('playlist', { title: 'Mine' }),
  'music.withdrawApplication': hidden('application'),
  'music.withdrawSubmission': hidden('submission'),
  'organisations.change': within({}, { name: 'Mine' }),
  'organisations.changeMember': within({ userId: 'user' }, { role: 'member' }),
  'organisations.delete': within({}),
  'organisations.get': within({}),
  'organisations.inviteMember': within({}, { email: 'me@mail.example' }),
  'organisations.listInvitations': within({}),
  'organisations.listMembers': within({}),
  'organisations.removeMember': within({ userId: 'user' }),
  'organisations.resendInvitation': within({ invitationId: 'invitation' }),
  'organisations.resendStaffInvitation': denied({ id: 'invitation' }),
  'organisations.revokeInvitation': within({ invitationId: 'invitation' }),
  'organisations.revokeStaffInvitation': denied({ id: 'invitation' }),
  'organisations.transfer': hidden('organisation', { userId: '00000000-0000-7000-8000-000000000000' }),
  'provider.approve': elsewhere(INTERACTION),
  'provider.deny': elsewhere(INTERACTION),
  'provider.interaction': elsewhere(INTERACTION),
  'provider.removeClient': denied({ id: 'user' }),
  'provider.renewSecret': denied({ id: 'user' }),
  'provider.withdrawConsent': elsewhere(
    'the id is an application’s, the consent the caller’s own: server/platform/provider tests',
  ),
  'webhooks.changeEndpoint': denied({ id: 'user' }, { description: 'Mine now' }),
  'webhooks.deleteEndpoint': denied({ id: 'user' }),
  'webhooks.deliveries': denied({ id: 'user' }),
  'webhooks.delivery': denied({ id: 'user' }),
  'webhooks.endpoint': denied({ id: 'user' }),
  'webhooks.redeliver': denied({ id: 'user' }),
  'webhooks.rotateSecret': denied({ id: 'user' }),
  'webhooks.testEndpoint': denied({ id: 'user' }),
}
