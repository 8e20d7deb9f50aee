import { createClient } from '@plinth/sdk'
import { queryClient } from './query-client.ts'

export type { UploadInput, UploadOperations } from '@plinth/sdk'
export { ProblemError, UploadGivenUp, uploadFileBy, uploadLarge } from '@plinth/sdk'

/** The console's only way to the server. The browser holds the session in cookies; no token is seen by any page. */
export const api = createClient({
  baseUrl: '',
  credentials: 'cookie',
  onSignedOut: () => queryClient.setQueryData(['me'], null),
})

type AnswerOf<Call extends (...input: never[]) => Promise<unknown>> = Awaited<ReturnType<Call>>
type ItemOf<Call extends (...input: never[]) => Promise<{ items: readonly unknown[] }>> =
  AnswerOf<Call>['items'][number]

export type Me = AnswerOf<typeof api.auth.me>
export type SignInAnswer = AnswerOf<typeof api.auth.login>
export type Challenge = Extract<SignInAnswer, { mfaRequired: true }>
export type Identity = ItemOf<typeof api.auth.listIdentities>
export type Device = ItemOf<typeof api.auth.listDevices>
export type Organisation = AnswerOf<typeof api.organisations.get>
export type Member = ItemOf<typeof api.organisations.listMembers>
export type Invitation = ItemOf<typeof api.organisations.listInvitations>
export type ShownInvitation = AnswerOf<typeof api.organisations.peekInvitation>
export type ApiKey = ItemOf<typeof api.apiKeys.list>
export type Factors = AnswerOf<typeof api.auth.factors>
export type Session = ItemOf<typeof api.auth.listSessions>
export type Person = ItemOf<typeof api.access.listUsers>
export type PersonAccess = AnswerOf<typeof api.access.getUserAccess>
export type Role = ItemOf<typeof api.access.listRoles>
export type Interaction = AnswerOf<typeof api.provider.interaction>
export type Consent = ItemOf<typeof api.provider.listConsents>
export type OidcClient = ItemOf<typeof api.provider.listClients>
export type AuditRecord = ItemOf<typeof api.audit.list>
export type Job = ItemOf<typeof api.jobs.list>
export type Queue = AnswerOf<typeof api.jobs.overview>['queues'][number]
export type Schedule = AnswerOf<typeof api.jobs.overview>['schedules'][number]
export type JobPayload = Pick<AnswerOf<typeof api.jobs.get>, 'data' | 'payload' | 'origin' | 'failure'>
export type MailTemplate = ItemOf<typeof api.mail.listTemplates>
export type OutboxMail = ItemOf<typeof api.mail.list>
export type OwnSubscription = ItemOf<typeof api.mail.listOwnSubscriptions>
export type MailSuppression = ItemOf<typeof api.mail.listSuppressions>
export type WebhookEndpoint = AnswerOf<typeof api.webhooks.endpoint>
export type WebhookDelivery = ItemOf<typeof api.webhooks.deliveries>
export type Agreement = ItemOf<typeof api.music.listAgreements>
export type Application = AnswerOf<typeof api.music.getApplication>
export type Submission = AnswerOf<typeof api.music.getSubmission>
export type ReviewedTrack = AnswerOf<typeof api.music.reviewDetail>
export type Setting = ItemOf<typeof api.settings.list>
export type SettingRevision = ItemOf<typeof api.settings.history>
export type StoredSecret = ItemOf<typeof api.secrets.list>
export type SecretDetail = AnswerOf<typeof api.secrets.get>
export type SecretGrant = ItemOf<typeof api.secrets.grants>
export type LeaseTemplate = ItemOf<typeof api.secrets.leaseTemplates>
export type SecretLease = ItemOf<typeof api.secrets.leases>
export type Track = ItemOf<typeof api.music.listTracks>
export type Artist = ItemOf<typeof api.music.listArtists>
/** The server names only types that its operations know. */
export type ContentType = ItemOf<typeof api.content.types> & {
  readonly name: Parameters<typeof api.content.publish>[0]['path']['type']
}
export type MediaItem = ItemOf<typeof api.content.media>
export type FileVersion = ItemOf<typeof api.files.versions>
export type MediaDetail = AnswerOf<typeof api.content.readMedia>
export type EntryStatus = AnswerOf<typeof api.content.publish>
export type EntryVersionLine = ItemOf<typeof api.content.versions>
export type FieldChange = AnswerOf<typeof api.content.diff>['changes'][number]
export type InvoiceLine = ItemOf<typeof api.invoices.list>
export type InvoiceDetail = AnswerOf<typeof api.invoices.get>
export type InvoiceTotals = AnswerOf<typeof api.invoices.totals>
export type InvoiceSettings = AnswerOf<typeof api.invoices.settings>
export type Recurrence = ItemOf<typeof api.invoices.recurrences>
export type ListedPayment = ItemOf<typeof api.payments.list>
export type PaymentDetail = AnswerOf<typeof api.payments.get>
export type PaymentExplanation = AnswerOf<typeof api.payments.explain>
export type ReconItem = ItemOf<typeof api.payments.items>
export type ReconRun = ItemOf<typeof api.payments.runs>
export type ReconStanding = AnswerOf<typeof api.payments.reconciliation>
