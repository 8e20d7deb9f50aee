import type { MailCarrier, MailReportKeys, ReturnedMail } from '../config/mail.ts'
import { type SealingKey, seal } from '../crypto/seal.ts'
import type { Db, Tx } from '../db/database.ts'
import type { Route } from '../http/route.ts'
import { type Id, newId } from '../id.ts'
import { type AnyJob, enqueue, type Schedule } from '../jobs/job.ts'
import type { HealthCheck } from '../telemetry/health.ts'
import type { Logger } from '../telemetry/log.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import type { Frames } from './frames.ts'
import { mailHealth } from './mail-health.ts'
import { createMailJob } from './mail-job.ts'
import { mailboxRoutes } from './mailbox.routes.ts'
import { createMailboxFolder } from './mailbox-folder.ts'
import type { Mailbox, Mailer } from './mailer.ts'
import { insertMail, listMail, type MailFilter, takeUncertainUp } from './outbox.ts'
import { purgeMailJob, purgeMailSchedule } from './purge.job.ts'
import { type MailRecords, mailRecords } from './records.ts'
import { renderMail } from './render.ts'
import { createReportJob } from './report-job.ts'
import { createResendTransport } from './resend-transport.ts'
import { createReturnPath, type ReturnPath } from './return-path.ts'
import { returnedRoutes } from './returned.routes.ts'
import { createSendgridTransport } from './sendgrid-transport.ts'
import { createSmtpCarrier } from './smtp-carrier.ts'
import { createOwnMail, type OwnMail } from './subscriptions.ts'
import { listSuppressions, removeSuppression, type SuppressionFilter } from './suppressions.ts'
import { type AnyMailTemplate, type MailBranding, purposeOf } from './template.ts'
import { createTemplates, type Templates } from './templates.ts'
import type { MailTransport } from './transport.ts'
import { unsubscribeRoutes } from './unsubscribe.routes.ts'
import { unsubscribeToken, unsubscribeUrl } from './unsubscribe.ts'
import { webhookRoutes } from './webhook.routes.ts'

export interface MailConfig extends MailBranding {
  readonly from: Mailbox
  readonly replyTo?: Mailbox
  /** Null: mail is kept in `mailboxDir`. */
  readonly carrier: MailCarrier | null
  readonly mailboxDir: string
  readonly reportKeys: MailReportKeys
  /** Null or absent: bounces go to the sender's address, and are not read. */
  readonly returned?: ReturnedMail | null
  /** SMS is kept in `mailboxDir` too, so that the development mailbox is there even with a mail server. */
  readonly smsInMailbox?: boolean
  /** The first seals; all open. */
  readonly encryptionKeys: readonly SealingKey[]
  readonly development: boolean
}

/** What an operator sees of mail, and does. */
export interface MailDesk {
  listMail(filter: MailFilter): ReturnType<typeof listMail>
  listSuppressions(filter: SuppressionFilter): ReturnType<typeof listSuppressions>
  readonly templates: Pick<Templates, 'list' | 'preview'>
  /** What a person may unsubscribe from, and back. */
  readonly own: OwnMail
  /** Sends a mail in doubt once more, under its Message-ID; audited. Throws mail/not-found, mail/not-uncertain. */
  sendAgain(tx: Tx, id: Id<'mail'>): Promise<void>
  /** Audited. Throws mail/no-such-suppression. */
  removeSuppression(tx: Tx, id: Id<'mail-suppression'>): Promise<void>
}

/** Mail as the process runs it. */
export interface Mail extends Mailer {
  readonly jobs: readonly AnyJob[]
  readonly schedules: readonly Schedule[]
  /** Where providers report, where one unsubscribes, and the development mailbox when something is kept there. */
  readonly routes: readonly Route[]
  readonly health: readonly HealthCheck[]
  readonly desk: MailDesk
  readonly records: MailRecords
  /** Takes frames in more languages, before any templates. Throws TypeError when there is one of the language. */
  declareFrames(frames: Frames): void
  /** Takes a unit's templates for the preview. Throws when a name is taken or a sample does not render. */
  declareTemplates(templates: readonly AnyMailTemplate[]): void
  close(): Promise<void>
}

/**
 * Mail by an outbox. `send` renders at once, so a template that fails is found in the caller's transaction, and keeps the result
 * encrypted: a dump of the database opens nothing. Throws TypeError when the mail server's URL is not usable.
 */
export function createMail(options: {
  readonly db: Db
  readonly config: MailConfig
  readonly log: Logger
  readonly metrics: Pick<Metrics, 'mailMessages'>
}): Mail {
  const { config, db, log, metrics } = options
  const mailbox = createMailboxFolder(config.mailboxDir)
  const returnPath = config.returned == null ? null : createReturnPath(config.returned, config.encryptionKeys)
  const transport = config.carrier === null ? mailbox.transport : transportOf(config.carrier, returnPath)
  const isKept = config.carrier === null || config.smsInMailbox === true
  if (config.carrier === null && !config.development)
    log.warn({ folder: config.mailboxDir }, 'mail has no way out: nobody gets any')
  const templates = createTemplates(config)
  const keys = config.encryptionKeys
  const sendJob = createMailJob({ transport, keys, from: config.from, replyTo: config.replyTo, metrics })
  const reportJob = createReportJob(keys)
  const domain = config.from.address.split('@')[1]

  return {
    async send(tx, to, template, data) {
      const id = newId<'mail'>()
      const { purpose, subscription } = purposeOf(template)
      if (subscription !== null && templates.subscription(subscription) === null)
        throw new TypeError(`${subscription} is not declared: who ended it would have no way back`)
      const { address, locale } = to
      const token = subscription === null ? null : unsubscribeToken(keys, { address, subscription, locale })
      const link = token === null ? {} : { unsubscribeUrl: unsubscribeUrl(config, token) }
      const spoken = { locale, frames: templates.frames(), ...link }
      const { repeatable, ...message } = renderMail(template, data, config, spoken)
      await insertMail(tx, {
        id,
        to_address: to.address,
        to_name: to.name,
        template: template.name,
        purpose,
        subscription,
        repeatable,
        message_id: `<${id}@${domain}>`,
        sealed_message: seal(keys, id, JSON.stringify(message)),
      })
      await enqueue(tx, sendJob, { mailId: id })
      return id
    },
    records: mailRecords,
    jobs: [sendJob, reportJob, purgeMailJob],
    schedules: [purgeMailSchedule],
    routes: [
      ...webhookRoutes({ reportKeys: config.reportKeys, keys, reportJob }),
      ...returnedRoutes(returnPath),
      ...unsubscribeRoutes({ keys, templates, publicUrl: config.publicUrl }),
      ...(isKept && config.development ? mailboxRoutes({ mailbox, templates }) : []),
    ],
    health: [mailHealth({ db, transport, development: config.development })],
    desk: {
      listMail: (filter) => listMail(db, filter),
      listSuppressions: (filter) => listSuppressions(db, filter),
      async sendAgain(tx, id) {
        await takeUncertainUp(tx, id)
        await tx.audit({ action: 'mail.sent-again', subject: { kind: 'mail', id } })
        await enqueue(tx, sendJob, { mailId: id })
      },
      removeSuppression,
      templates,
      own: createOwnMail(templates),
    },
    ...{ declareFrames: templates.declareFrames, declareTemplates: templates.declare },
    close: () => transport.close(),
  }
}

function transportOf(carrier: MailCarrier, returnPath: ReturnPath | null): MailTransport {
  if (carrier.kind === 'smtp') return createSmtpCarrier(carrier.url, returnPath)
  return carrier.kind === 'resend' ? createResendTransport(carrier) : createSendgridTransport(carrier)
}
