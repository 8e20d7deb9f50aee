import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { after, before, describe, test } from 'node:test'
import type { Person } from '../../../test/support/people.ts'
import { startServer, type TestServer } from '../../../test/support/server.ts'
import { systemOrigin } from '../../kernel/db/actor.ts'
import { parseMailbox } from '../../kernel/mail/address.ts'
import { hashAddress, suppress } from '../../kernel/mail/suppressions.ts'
import type { MailTemplate, Subscription } from '../../kernel/mail/template.ts'

const CONSOLE = new URL('../../../console/src/', import.meta.url)
const form = { 'content-type': 'application/x-www-form-urlencoded' }
const path = '/api/mail/subscriptions'

type News = MailTemplate & { readonly purpose: Subscription }

describe('what somebody gets by mail', () => {
  let server: TestServer
  let news: News[]
  before(async () => {
    server = await startServer()
    const templates = server.app.units.all.flatMap(({ mails = [] }) => mails as MailTemplate[])
    news = templates.filter(({ purpose }) => typeof purpose !== 'string') as News[]
    assert.ok(news.length > 7)
  })
  after(() => server.stop())

  const asTest = <Result>(work: Parameters<typeof server.app.db.transaction<Result>>[1]) =>
    server.app.db.transaction(systemOrigin('test', 'test'), work)

  /** What the mail ended as, and the path of its link. */
  async function mailTo(address: string, template: News, locale?: string) {
    const to = { ...parseMailbox(address), ...(locale === undefined ? {} : { locale }) }
    const id = await asTest((tx) => server.app.mail.send(tx, to, template, template.sample))
    await server.jobsIdle()
    const state = (await server.app.mail.records.fates(server.app.db, [id])).get(id)?.state
    const mail = (await server.mailbox()).findLast((one) => one.to.address === address)
    return { state, mail, link: /\/api\/mail\/unsubscribe\?token=\S+/.exec(mail?.text ?? '')?.[0] ?? 'no link' }
  }

  const post = (link: string, body: string) =>
    server.people.anonymous().send(link, { method: 'POST', headers: form, body })

  async function stateOf({ http }: Person, name: string) {
    const { status, body } = await http.get(path)
    assert.equal(status, 200)
    const item = body.items.find((one: { name: string }) => one.name === name)
    return item === undefined ? null : [item.state, item.reason]
  }

  const resumed = () =>
    server.app.db.raw<{ actor_id: string | null; details: object }>(
      "SELECT actor_id, details FROM audit.record WHERE action = 'mail.subscription-resumed' ORDER BY at, id",
    )

  test('each kind that any unit can have ended by one click is listed, and comes again when it is switched on', async () => {
    const trader = await server.people.signedIn('trader')
    const names = [...new Set(news.map(({ purpose }) => purpose.news))].sort()
    const { items } = (await trader.http.get(path)).body
    assert.deepEqual(
      items.map((one: { name: string }) => one.name),
      names,
    )
    for (const template of news) {
      const { news: name, title } = template.purpose
      const { link } = await mailTo(trader.email, template)
      assert.equal((await post(link, 'List-Unsubscribe=One-Click')).status, 200, template.name)
      assert.deepEqual(await stateOf(trader, name), ['ended', 'unsubscribe'], template.name)
      assert.equal((await mailTo(trader.email, template)).state, 'suppressed', template.name)

      const { status, body } = await trader.http.put(`${path}/${name}`, { wanted: true })
      assert.equal(status, 200, template.name)
      const shown = body.items.find((one: { name: string }) => one.name === name)
      assert.deepEqual([shown.state, shown.title], ['on', title])
      assert.equal((await mailTo(trader.email, template)).state, 'sent', template.name)
      const { actor_id, details } = (await resumed()).at(-1) ?? {}
      assert.deepEqual([actor_id, details], [trader.id, { subscription: name }])
    }
  })

  test('a mail whose kind no unit declares is not sent: there would be no way back', async () => {
    const [known] = news
    assert.ok(known)
    const stray = { ...known, purpose: { news: 'test.stray', title: 'Stray' } }
    await assert.rejects(mailTo('ada@example.org', stray), /test\.stray is not declared/)
  })

  test('is shown to whom it may come, by a permission that there is; what is asked for has a page', async () => {
    const permissions = new Set(server.app.units.all.flatMap((unit) => Object.keys(unit.permissions)))
    const sources = (await readdir(CONSOLE, { recursive: true })).filter((name) => /routes\.tsx?$/.test(name))
    const routes = (await Promise.all(sources.map((name) => readFile(new URL(name, CONSOLE), 'utf8')))).join('\n')
    for (const { can, askedAt } of news.map(({ purpose }) => purpose)) {
      assert.ok(can === undefined || permissions.has(can), can)
      assert.ok(askedAt === undefined || routes.includes(`path: '${askedAt}'`), askedAt)
    }
    const somebody = await server.people.signedIn()
    assert.equal(await stateOf(somebody, 'trading.alerts'), null)
    assert.deepEqual(await stateOf(somebody, 'trading.mentor-invitations'), ['on', null])
    const alert = news.find(({ name }) => name === 'trading.alert')
    assert.ok(alert)
    await post((await mailTo(somebody.email, alert)).link, 'List-Unsubscribe=One-Click')
    assert.deepEqual(await stateOf(somebody, 'trading.alerts'), ['ended', 'unsubscribe'])
  })

  test('is ended here too, for the own address alone; what bounced stays stopped', async () => {
    const [one, other] = [await server.people.signedIn('trader'), await server.people.signedIn('trader')]
    assert.equal((await one.http.put(`${path}/trading.risk`, { wanted: false })).status, 200)
    assert.deepEqual(await stateOf(one, 'trading.risk'), ['ended', 'unsubscribe'])
    assert.deepEqual(await stateOf(other, 'trading.risk'), ['on', null])
    await asTest((tx) =>
      suppress(tx, {
        ...{ reason: 'bounce', scope: 'ordinary', detail: null, mailId: null },
        ...{ addressHash: hashAddress(other.email), address: other.email },
      }),
    )
    await other.http.put(`${path}/trading.risk`, { wanted: true })
    assert.deepEqual(await stateOf(other, 'trading.risk'), ['stopped', 'bounce'])
    assert.equal((await one.http.put(`${path}/test.none`, { wanted: true })).body.code, 'mail/no-such-subscription')
    assert.equal((await server.people.anonymous().get(path)).status, 401)
    assert.equal((await server.people.anonymous().put(`${path}/trading.risk`, { wanted: true })).status, 401)
  })

  test('no kind is sent in the name of an organisation, as there is one list of stopped addresses for all of them', () => {
    const tenants = /organi[sz]ation|tenant/i
    for (const { name, purpose, data } of news) {
      assert.doesNotMatch(`${name} ${purpose.news} ${purpose.title}`, tenants)
      assert.doesNotMatch(Object.keys((data as { properties?: object }).properties ?? {}).join(' '), tenants, name)
    }
  })

  test('who has no account takes it back by the link, which nothing but the page does', async () => {
    const invitation = news.find(({ name }) => name === 'trading.mentor-invitation')
    assert.ok(invitation)
    const { link } = await mailTo('guest@example.org', invitation)
    const ended = await post(link, 'List-Unsubscribe=One-Click')
    assert.match(ended.body, /value="Again"/)
    assert.match(ended.body, /href="http:\/\/[^"]+\/account"/)
    assert.equal((await post(link, 'List-Unsubscribe=Againx')).status, 400)
    assert.equal((await mailTo('guest@example.org', invitation)).state, 'suppressed')
    assert.match((await post(link, 'List-Unsubscribe=Again')).body, /It comes again/)
    assert.equal((await mailTo('guest@example.org', invitation)).state, 'sent')
    assert.deepEqual((await resumed()).at(-1)?.actor_id, null)
  })

  test('the words around a mail, and the page of its link, are in the language of the person', async () => {
    const alert = news.find(({ name }) => name === 'trading.alert')
    assert.ok(alert)
    server.app.mail.declareFrames({
      eo: {
        unsubscribe: 'Malaboni',
        why: (title) => `Vi ricevas tion pro: ${title}.`,
        asking: (title) => ({ heading: 'Malaboni?', text: `${title} & tiel plu`, button: 'Jes' }),
        ended: (title) => ({ heading: 'Malabonita', text: title, button: 'Denove', settings: 'Ĉio' }),
        resumed: (title) => ({ heading: 'Denove abonita', text: title }),
        broken: { heading: 'La ligilo ne funkcias', text: 'Provu denove.' },
        news: 'Novaĵoj',
      },
    })
    assert.throws(() => server.app.mail.declareFrames({ de: {} as never }), /two frames of mails in de/)
    const { mail, link } = await mailTo('zamenhof@example.org', alert, 'eo-PL')
    assert.ok(mail)
    const why = 'Vi ricevas tion pro: Alerts of your trading.'
    assert.ok(mail.text.includes(`\n${why}\nMalaboni: http`), mail.text)
    assert.ok(mail.html.includes(`lang="eo"`) && mail.html.includes(why) && mail.html.includes('>Malaboni</a>'))
    assert.ok(mail.html.includes('<html lang="en">'), 'the template itself is in English')
    assert.doesNotMatch(`${mail.text}${mail.html}`, /Unsubscribe|You get this mail/)

    const asked = await server.people.anonymous().get(link)
    assert.match(asked.body, /<html lang="eo">[\s\S]*<h1>Malaboni\?<\/h1>[\s\S]*&amp; tiel plu[\s\S]*>Jes<\/button>/)
    const ended = await post(link, 'List-Unsubscribe=One-Click')
    assert.match(ended.body, /<h1>Malabonita<\/h1>[\s\S]*>Denove<\/button>[\s\S]*>Ĉio<\/a>/)
    assert.match((await post(link, 'List-Unsubscribe=Again')).body, /<h1>Denove abonita<\/h1>/)
    const german = await mailTo('goethe@example.org', alert, 'de-DE')
    assert.match(
      german.mail?.text ?? '',
      /\nSie bekommen diese Mail wegen: Alerts of your trading\.\nAbbestellen: http/,
    )
    const english = await mailTo('ada@example.org', alert, 'nv')
    assert.match(
      english.mail?.text ?? '',
      /\nYou get this mail because of: Alerts of your trading\.\nUnsubscribe: http/,
    )
  })
})
