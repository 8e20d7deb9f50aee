import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { counted, guest, type InvoicesServer, startInvoices } from '../../../test/support/invoices.ts'
import { expectProblem, expectStatus } from '../../../test/support/music.ts'
import { pdfText } from '../../../test/support/pdf-text.ts'
import { setClock } from '../../kernel/clock.ts'
import { asId } from '../../kernel/id.ts'
import { createVault } from '../../kernel/vault/vault.ts'
import { findDocument } from './documents.ts'
import { setPage } from './pdf-page.ts'
import { assertPrintable } from './printable.ts'
import type { Snapshot } from './snapshot.ts'
import { wholeSnapshot } from './tax-numbers.ts'

let server: InvoicesServer
before(async () => {
  server = await startInvoices()
})
after(() => server.stop())

const fetchPage = async (path: string, headers: Record<string, string> = {}) => {
  const answer = await fetch(new URL(path, server.url), { headers })
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) }
}
/** The page that a mail leads to carries the token behind the #; it shows the document from here. */
const linkIn = (text: string) => {
  const page = new URL(/https?:\S+\/pay\/\S+/.exec(text)?.[0] ?? 'http://no-link')
  const [, , id = ''] = page.pathname.split('/')
  return new URL(`/api/invoices/${id}.pdf?${page.hash.slice(1)}`, page)
}

/** What was issued, with its tax numbers. */
async function issuedAs(id: string): Promise<Snapshot> {
  const { db } = server.app
  const vault = createVault(server.config.keys.encryption)
  return (await wholeSnapshot({ vault }, db, await findDocument(db, asId(id)))) ?? assert.fail('a draft')
}

describe('the page of an invoice', () => {
  test('says all there is to say, in letters that can be selected', async () => {
    const { id, number, issuedOn, dueOn } = await server.issued({
      ...{
        recipient: { ...guest('Музей Łódź Ελλάδα'), taxNumber: 'UA77' },
        discountMinor: '1000',
        note: 'Thank you.\nCome again.',
      },
    })
    const snapshot = await issuedAs(id)
    const text = pdfText(await setPage(snapshot)).replaceAll('\u00a0', ' ')
    for (const part of [
      ...[
        `Invoice ${number}`,
        `Issued ${issuedOn}`,
        `Due ${dueOn}`,
        'Harbour Studio Ltd',
        '1 Quay Street',
        'Tax number GB123456789',
      ],
      ...[
        'Музей Łódź Ελλάδα',
        'Tax number UA77',
        'Design, per hour',
        '7.5',
        '99.50',
        '746.25',
        'Printing',
        '500',
        '0.38',
        '190.00',
      ],
      ...[
        'Subtotal',
        '936.25',
        'Discount',
        '-10.00',
        'Net at 20 %',
        '738.28',
        'Tax 20 %',
        '147.66',
        'Net at 5 %',
        '187.97',
        'Tax 5 %',
        '9.40',
      ],
      ...[
        'Total EUR',
        '1 083.31',
        'Thank you.',
        'Come again.',
        `Please pay by ${dueOn}.`,
        'IBAN DE02 1203 0000 0000 2020 51',
      ],
      ...['Tax is rounded half up on each line.', `Invoice ${number}, page 1 of 1`],
    ])
      assert.ok(text.split('\n').includes(part), `${part} is missing in\n${text}`)
    assert.ok(!text.includes('@example.org'), 'the address of mail can be erased, so it is not on the page')
  })

  test('of a credit note names what it corrects, and how tax was rounded once', async () => {
    const invoice = await server.issued({ taxRounding: 'document' })
    const { id } = expectStatus(await server.ask(`/api/invoices/${invoice.id}/credit`, { note: 'Sent twice' }), 201)
    const snapshot = await issuedAs(id)
    const text = pdfText(await setPage(snapshot))
    for (const part of [
      ...[`Credit note ${snapshot.number}`, `Corrects invoice ${invoice.number} of ${invoice.issuedOn}`, 'Sent twice'],
      'Tax is rounded half up once for each rate of the document.',
    ])
      assert.ok(text.includes(part), `${part} is missing in\n${text}`)
    assert.ok(!text.includes('Please pay'))
  })

  test('is the same to the last byte each time, and its hash is kept', async () => {
    const { id, pdfSha256 } = await server.issued()
    const snapshot = await issuedAs(id)
    const [one, other] = [await setPage(snapshot), await setPage(snapshot)]
    assert.ok(one.equals(other))
    assert.equal(createHash('sha256').update(one).digest('hex'), pdfSha256)
    const answer = await server.clerk.http.send(`/api/invoices/${id}.pdf`, {})
    assert.deepEqual([answer.status, answer.headers.get('content-type')], [200, 'application/pdf'])
    assert.equal(answer.headers.get('etag'), `"${createHash('sha256').update(one).digest('base64url')}"`)
  })

  test('is kept: what sets pages may change, the bytes do not', async () => {
    const { id, pdfSha256 } = await server.issued()
    await server.app.db.transaction({ actor: { kind: 'system', name: 'test' }, requestId: 'test' }, (tx) =>
      tx.enqueue({ queue: 'invoices.keep-pdf', data: { documentId: id }, options: {} }),
    )
    await server.jobsIdle()
    const files = await server.query(
      "SELECT id FROM files.file WHERE purpose = 'invoices.document' AND sha256 = decode($1, 'hex')",
      [pdfSha256],
    )
    assert.equal(files.length, 1)
    assert.equal((await server.read(id)).pdfSha256, pdfSha256)
  })

  test('runs over as many pages as it takes', async () => {
    const lines = Array.from({ length: 100 }, (_, at) => ({
      description: `Part ${at + 1} ${'word '.repeat(30).trim()}`,
      qty: '1',
      unitMinor: '1',
      taxRateBp: 0,
    }))
    const { id } = await server.issued({ lines })
    const snapshot = await issuedAs(id)
    const text = pdfText(await setPage(snapshot))
    assert.match(text, /page 1 of [5-9]/)
    for (const at of [1, 50, 100]) assert.match(text, new RegExp(`^Part ${at} word`, 'm'))
  })
})

describe('the font', () => {
  test('decides what is accepted', () => {
    const accepted = (text: string): boolean => {
      try {
        assertPrintable({ '/name': [text] })
        return true
      } catch (error) {
        assert.equal((error as { code: string }).code, 'invoices/unprintable')
        return false
      }
    }
    for (const text of ['Łódź', 'Київ', 'Αθήνα', 'Երևան', 'თბილისი', '12,5 € ₴ ₹', 'Ærø', 'two\nlines'])
      assert.ok(accepted(text), text)
    for (const text of ['\u65e5\u672c', '\u0e01', '\u05d0', '\u0627', '\ud83e\udd80', '\u0000', '\r', 'a\u202eb'])
      assert.ok(!accepted(text), JSON.stringify(text))
  })
})

describe('who sees an invoice', () => {
  test('a client those issued to them, and no draft and no other', async () => {
    const [client, stranger] = [await server.people.signedIn(), await server.people.signedIn()]
    const mine = await server.issued({ recipient: undefined, clientId: client.id })
    const draft = await server.draft({ recipient: undefined, clientId: client.id })
    const { items } = expectStatus(await client.http.get('/api/invoices'), 200)
    assert.deepEqual(
      items.map(({ id }: { id: string }) => id),
      [mine.id],
    )
    assert.deepEqual(expectStatus(await stranger.http.get('/api/invoices'), 200).items, [])
    assert.equal(expectStatus(await client.http.get(`/api/invoices/${mine.id}`), 200).number, mine.number)
    expectStatus(await client.http.get(`/api/invoices/${mine.id}.pdf`), 200)
    for (const path of [`/api/invoices/${draft.id}`, `/api/invoices/${draft.id}.pdf`]) {
      expectProblem(await client.http.get(path), 'invoices/invoice-not-found')
      expectProblem(await stranger.http.get(path.replace(draft.id, mine.id)), 'invoices/invoice-not-found')
      expectProblem(await server.people.anonymous().get(path.replace(draft.id, mine.id)), 'invoices/invoice-not-found')
    }
    for (const action of ['issue', 'send', 'void', 'credit', 'write-off'])
      expectProblem(await client.http.post(`/api/invoices/${mine.id}/${action}`, { reason: 'mine' }), 'http/denied')
    expectProblem(await server.clerk.http.get(`/api/invoices/${draft.id}.pdf`), 'invoices/not-issued')
  })

  test('whoever has the link of the mail, for that document and until it lapses', async () => {
    const recipient = guest()
    const [{ id, number }, other] = [await server.issued({ recipient }), await server.issued()]
    const effects = await server.watch()
    expectStatus(await server.ask(`/api/invoices/${id}/send`), 200)
    assert.deepEqual(counted(await effects()), { 'audit invoices.document.sent': 1, 'mail invoices.invoice': 1 })
    const mail = (await server.mailbox()).find(({ to }) => to.address === recipient.email)
    assert.equal(mail?.subject, `Invoice ${number} from Harbour Studio Ltd`)
    const link = linkIn(mail?.text ?? '')
    const token = link.searchParams.get('token') ?? ''
    const page = await fetchPage(`${link.pathname}${link.search}`)
    assert.deepEqual([page.status, page.bytes.subarray(0, 5).toString()], [200, '%PDF-'])
    assert.match(page.headers.get('content-disposition') ?? '', new RegExp(`^inline; filename="${number}.pdf"`))
    assert.equal((await fetchPage(`${link.pathname}${link.search}`, { range: 'bytes=0-3' })).status, 206)
    expectStatus(await server.people.anonymous().get(`/api/invoices/${id}?token=${token}`), 200)
    const [expires = '', signature = ''] = token.split('.')
    const later = `${(Number.parseInt(expires, 36) + 1).toString(36)}.${signature}`
    for (const path of [
      ...[`/api/invoices/${other.id}?token=${token}`, `/api/invoices/${id}?token=${later}`],
      ...[
        `/api/invoices/${id}?token=${expires}.${signature.replace(/^./, (one) => (one === 'A' ? 'B' : 'A'))}`,
        `/api/invoices/${id}?token=x`,
      ],
    ])
      expectProblem(await server.people.anonymous().get(path), 'invoices/invoice-not-found')
    const restore = setClock(() => Date.now() + 401 * 24 * 3600 * 1000)
    const lapsed = await server.people.anonymous().get(`/api/invoices/${id}?token=${token}`)
    restore()
    expectProblem(lapsed, 'invoices/invoice-not-found')
  })

  test('one without an address cannot be sent', async () => {
    const { id } = await server.issued({ recipient: { ...guest(), email: null } })
    expectProblem(await server.ask(`/api/invoices/${id}/send`), 'invoices/no-address')
  })

  test('staff find them by status, customer and day, page by page', async () => {
    const recipient = guest()
    const made = [
      await server.issued({ recipient }),
      await server.issued({ recipient }),
      await server.draft({ recipient }),
    ]
    const { customerId, issuedOn } = made[0]
    const list = async (query: string) =>
      expectStatus(await server.clerk.http.get(`/api/invoices?customerId=${customerId}&${query}`), 200)
    const ids = async (query: string) => (await list(query)).items.map(({ id }: { id: string }) => id)
    assert.deepEqual(await ids(''), made.map(({ id }) => id).reverse())
    assert.deepEqual(await ids('status=draft'), [made[2].id])
    assert.deepEqual(await ids('status=overdue'), [])
    assert.deepEqual(await ids(`from=${issuedOn}&to=${issuedOn}`), [made[1].id, made[0].id])
    assert.deepEqual(await ids('from=2099-01-01'), [])
    assert.deepEqual(await ids('kind=credit_note'), [])
    const ofAddress = await server.clerk.http.get(`/api/invoices?email=${recipient.email.toUpperCase()}`)
    assert.deepEqual(
      expectStatus(ofAddress, 200).items.map(({ id }: { id: string }) => id),
      made.map(({ id }) => id).reverse(),
    )
    assert.deepEqual(await ids(`email=${guest().email}`), [])
    assert.deepEqual(await ids(`email=${recipient.email}&accountId=${server.clerk.id}`), await ids(''))
    const { nextCursor, items } = await list('limit=2')
    assert.equal(items.length, 2)
    assert.deepEqual(await ids(`limit=2&cursor=${nextCursor}`), [made[0].id])
  })
})
