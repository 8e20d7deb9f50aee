import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { guest, type InvoicesServer, seller, startInvoices } from '../../../test/support/invoices.ts'
import { expectStatus } from '../../../test/support/music.ts'
import { pdfText } from '../../../test/support/pdf-text.ts'
import { systemOrigin } from '../../kernel/db/actor.ts'
import { createVault } from '../../kernel/vault/vault.ts'

let server: InvoicesServer
before(async () => {
  server = await startInvoices()
})
after(() => server.stop())

const NUMBER = 'KE-A012345678Z'

/** Every text in the schema. */
async function everything(): Promise<string> {
  const tables = await server.query<{ name: string }>(
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'invoices'",
  )
  const texts = tables.map(({ name }) =>
    server.query<{ text: string }>(`SELECT json_agg(one)::text AS text FROM invoices.${name} one`),
  )
  return (await Promise.all(texts)).flat().join('\n')
}

test('tax numbers lie sealed in every table, stand on the page and in the answers, and survive a change of keys', async () => {
  const client = await server.people.signedIn()
  const recipient = { ...guest('Ada King'), email: client.email, taxNumber: NUMBER }
  const { id } = await server.issued({ recipient, clientId: client.id })
  const credit = expectStatus(await server.ask(`/api/invoices/${id}/credit`, { note: 'Late' }), 201)
  const template = {
    recipient,
    clientId: client.id,
    currency: 'EUR',
    lines: [{ description: 'Hosting', qty: '1', unitMinor: '900', taxRateBp: 0 }],
  }
  const recurring = { template, frequency: 'monthly', startsOn: '2099-01-31', mode: 'draft' }
  const begun = expectStatus(await server.ask('/api/invoices/recurrences', recurring), 201)
  await server.jobsIdle()
  const kept = await everything()
  for (const number of [NUMBER, seller.sellerTaxNumber]) assert.ok(!kept.includes(number), number)

  async function reads(): Promise<void> {
    assert.equal((await server.read(id)).recipient.taxNumber, NUMBER)
    assert.equal((await server.read(credit.id)).recipient.taxNumber, NUMBER)
    const settings = expectStatus(await server.clerk.http.get('/api/invoices/settings'), 200)
    assert.equal(settings.sellerTaxNumber, seller.sellerTaxNumber)
    const { template: read } = expectStatus(await server.clerk.http.get(`/api/invoices/recurrences/${begun.id}`), 200)
    assert.equal(read.recipient.taxNumber, NUMBER)
    const unit = server.app.units.invoices
    const held = (await unit.exportPerson?.(client.id)) as {
      documents: { issued: { recipient: object; seller: object } }[]
    }
    assert.match(JSON.stringify(held.documents[0]?.issued), new RegExp(`${seller.sellerTaxNumber}.*${NUMBER}`))
  }
  await reads()
  expectStatus(await server.ask(`/api/invoices/${id}/send`), 200)
  const mail = (await server.mailbox()).findLast(({ to }) => to.address === client.email)
  const { hash } = new URL(/https?:\S+\/pay\/\S+/.exec(mail?.text ?? '')?.[0] ?? 'http://no-link')
  const page = await fetch(`${server.url}/api/invoices/${id}.pdf?${hash.slice(1)}`)
  assert.equal(page.headers.get('content-type'), 'application/pdf')
  const text = pdfText(Buffer.from(await page.arrayBuffer()))
  for (const number of [NUMBER, seller.sellerTaxNumber]) assert.ok(text.includes(number), number)

  const vault = createVault(server.config.keys.encryption)
  const sealed = () => server.query('SELECT recipient_tax_number, seller_tax_number FROM invoices.document ORDER BY id')
  const former = await sealed()
  await server.app.db.transaction(systemOrigin('test', 'test'), async (tx) => {
    await vault.rotate(tx, 'installation')
    const columns = server.app.units.invoices.sealed ?? []
    const renewed = await Promise.all(columns.map((column) => vault.renew(tx, column, 100)))
    assert.deepEqual(renewed, [2, 2, 1, 1])
  })
  assert.notDeepEqual(await sealed(), former)
  await reads()
  await assert.rejects(
    server.query('UPDATE invoices.document SET recipient_tax_number = NULL WHERE id = $1', [id]),
    /was issued and stays as it is/,
  )
})
