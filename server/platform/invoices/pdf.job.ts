import { createHash } from 'node:crypto'
import { systemOrigin } from '../../kernel/db/actor.ts'
import { idOf, object } from '../../kernel/http/schema.ts'
import { asId } from '../../kernel/id.ts'
import { type Job, job } from '../../kernel/jobs/job.ts'
import type { InvoicesParts } from './deps.ts'
import { findDocument } from './documents.ts'
import type { InvoicesTables } from './tables.ts'
import { wholeSnapshot } from './tax-numbers.ts'

const jobData = object({ documentId: idOf('invoice') })

/** Sets the page of an issued document and keeps it: from then on these very bytes are handed out, whatever sets pages later. */
export function keepPdfJob(parts: Pick<InvoicesParts, 'files' | 'pages' | 'vault'>): Job<typeof jobData> {
  const { files, pages } = parts
  return job({
    name: 'invoices.keep-pdf',
    description: 'Makes the PDF of an issued invoice or credit note and stores it.',
    data: jobData,
    attempts: 10,
    backoffSeconds: 5,
    deadlineSeconds: 60,
    concurrency: 1,
    idempotentBy: 'the document, whose file and hash are set once',
    async handle({ db, jobId, once, signal }, { documentId }) {
      const row = await findDocument(db, documentId)
      const snapshot = await wholeSnapshot(parts, db, row)
      if (row.pdf_file_id !== null || snapshot === null) return
      const bytes = await pages.set(snapshot, signal)
      const fileId = await files.putGenerated(systemOrigin('invoices', jobId), {
        ...{ bytes, filename: `${snapshot.number}.pdf`, contentType: 'application/pdf' },
        ...{ purpose: 'invoices.document', visibility: 'private', ownerId: null },
      })
      await once(async (tx) => {
        await tx
          .query<InvoicesTables>()
          .updateTable('invoices.document')
          .set({ pdf_file_id: asId(fileId), pdf_sha256: createHash('sha256').update(bytes).digest() })
          .where('id', '=', documentId)
          .where('pdf_file_id', 'is', null)
          .execute()
      })
    },
  })
}
