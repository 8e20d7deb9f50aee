import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Type } from 'typebox'
import { renderMail } from './render.ts'
import { type MailBlock, mailTemplate } from './template.ts'
import { createTemplates } from './templates.ts'

const branding = { productName: 'Records & Co', publicUrl: new URL('https://app.example.com') }

const welcome = mailTemplate({
  name: 'test.welcome',
  purpose: 'service',
  data: Type.Object({ name: Type.String(), url: Type.String() }),
  sample: { name: 'Ada', url: 'https://app.example.com/verify?token=t&x=1' },
  render: ({ name, url }) => ({
    subject: `Welcome, ${name}`,
    blocks: [
      { kind: 'paragraph', text: `Hello ${name},\nplease prove your address.` },
      { kind: 'button', label: `Prove it, ${name}`, url },
      { kind: 'code', code: '123 456' },
      { kind: 'list', items: ['One', `Two for ${name}`] },
    ],
  }),
})

test('says the same in text and HTML, with the link in full in both', () => {
  const { subject, text, html } = renderMail(welcome, welcome.sample, branding)
  assert.equal(subject, 'Welcome, Ada')
  for (const said of ['Hello Ada,', 'please prove your address.', 'Prove it, Ada', '123 456', 'One', 'Two for Ada']) {
    assert.ok(text.includes(said), `text: ${said}`)
    assert.ok(html.includes(said), `html: ${said}`)
  }
  assert.ok(text.includes('\nhttps://app.example.com/verify?token=t&x=1\n'))
  assert.ok(html.includes('href="https://app.example.com/verify?token=t&amp;x=1"'))
  assert.ok(text.includes('Records & Co'))
  assert.ok(html.includes('Records &amp; Co'))
})

test('a value stays text in HTML wherever it stands', () => {
  const name = `<script>alert(1)</script><img src=x onerror="a()">'&`
  const { html } = renderMail(welcome, { ...welcome.sample, name }, branding)
  assert.doesNotMatch(html, /<script|<img|onerror="/)
  assert.equal(html.split('&lt;script&gt;alert(1)&lt;/script&gt;').length - 1, 4)
})

test('a value cannot leave an attribute', () => {
  const url = 'https://app.example.com/"onmouseover="a()'
  assert.doesNotMatch(renderMail(welcome, { ...welcome.sample, url }, branding).html, /"onmouseover/)
})

test('the subject is one line of at most 200 characters, whatever is in it', () => {
  const named = (name: string): string => renderMail(welcome, { ...welcome.sample, name }, branding).subject
  assert.equal(named('x\r\nBcc: evil@e.com'), 'Welcome, x Bcc: evil@e.com')
  assert.equal(named('a\u0000b\u2028c\u0085d\te'), 'Welcome, a b c d e')
  assert.equal(named('a\u202eb'), 'Welcome, a b')
  assert.equal([...named('\u{1d11e}'.repeat(500))].length, 200)
  assert.ok(named('a\ud800').isWellFormed())
})

test('a button leads to a web address only', () => {
  for (const url of ['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', '/relative', 'https://']) {
    assert.throws(() => renderMail(welcome, { ...welcome.sample, url }, branding), TypeError, url)
  }
})

test('a mail that may let somebody in is not sent twice, unless its template says so', () => {
  const repeats = (blocks: MailBlock[], repeatable?: boolean) => {
    const said = repeatable === undefined ? {} : { repeatable }
    return renderMail({ ...welcome, ...said, render: () => ({ subject: 's', blocks }) }, welcome.sample, branding)
      .repeatable
  }
  const link = (path: string): MailBlock => ({ kind: 'button', label: 'Open', url: `https://app.example.com${path}` })
  const words: MailBlock[] = [
    { kind: 'paragraph', text: 'See #3?' },
    { kind: 'list', items: ['https://a.example/#x'] },
  ]
  assert.deepEqual([repeats(words), repeats([...words, link('/account')])], [true, true])
  for (const block of [{ kind: 'code', code: '1' } as const, link('/verify?token=t'), link('/reset#token=t')]) {
    assert.equal(repeats([...words, block]), false)
    assert.equal(repeats([...words, block], true), true)
  }
  assert.equal(repeats(words, false), false)
})

test('nothing is fetched, and both colour schemes are served', () => {
  const { html } = renderMail(welcome, welcome.sample, branding)
  assert.doesNotMatch(html, /\bsrc=|url\(|@import|<link|<script/)
  assert.match(html, /prefers-color-scheme:dark/)
  assert.match(html, /<meta name="color-scheme" content="light dark">/)
})

test('templates are shown with their sample, each name once', () => {
  const templates = createTemplates(branding)
  templates.declare([welcome])
  assert.deepEqual(templates.list(), [
    { name: 'test.welcome', purpose: 'service', subscription: null, subject: 'Welcome, Ada', languages: ['en'] },
  ])
  assert.equal(templates.preview('test.welcome')?.subject, 'Welcome, Ada')
  assert.equal(templates.preview('test.other'), null)
  assert.throws(() => templates.declare([welcome]), /two mail templates are named test\.welcome/)
})

test('a template whose sample does not render stops the start', () => {
  const broken = mailTemplate({ ...welcome, name: 'test.broken', sample: { name: 'Ada', url: 'nowhere' } })
  assert.throws(() => createTemplates(branding).declare([broken]), TypeError)
})

const news = mailTemplate({ ...welcome, name: 'test.news', purpose: { news: 'test.news', title: 'News' } })

test('news ends with the link that ends it, in both parts, and nothing else does', () => {
  const unsubscribeUrl = 'https://app.example.com/api/mail/unsubscribe?token=a&b'
  const mail = renderMail(news, news.sample, branding, { unsubscribeUrl })
  assert.ok(mail.text.endsWith(`\nUnsubscribe: ${unsubscribeUrl}\n`))
  assert.ok(mail.html.includes('href="https://app.example.com/api/mail/unsubscribe?token=a&amp;b"'))
  const other = renderMail(welcome, welcome.sample, branding)
  assert.doesNotMatch(other.text + other.html, /nsubscribe/)
})

test('a person reads their own language when the template knows it, their main one, or English', () => {
  const inWords = (greeting: string) => (data: typeof welcome.sample) => ({
    ...{ subject: `${greeting}, ${data.name}`, blocks: [{ kind: 'paragraph', text: greeting }] as const },
  })
  const spoken = mailTemplate({
    ...{ ...welcome, name: 'test.spoken' },
    translations: { de: inWords('Willkommen'), 'pt-br': inWords('Bem-vinda') },
  })
  for (const [locale, subject, language] of [
    ['de', 'Willkommen, Ada', 'de'],
    ['de-AT', 'Willkommen, Ada', 'de'],
    ['pt-BR', 'Bem-vinda, Ada', 'pt-br'],
    ['pt', 'Welcome, Ada', 'en'],
    ['fr-CA', 'Welcome, Ada', 'en'],
    ['constructor', 'Welcome, Ada', 'en'],
    [undefined, 'Welcome, Ada', 'en'],
  ] as const) {
    const mail = renderMail(spoken, spoken.sample, branding, { locale })
    assert.equal(mail.subject, subject, locale)
    assert.ok(mail.html.includes(`<html lang="${language}">`), locale)
  }
  const templates = createTemplates(branding)
  templates.declare([spoken])
  assert.deepEqual(templates.list()[0]?.languages, ['en', 'de', 'pt-br'])
  assert.equal(templates.preview('test.spoken', 'de')?.subject, 'Willkommen, Ada')
  assert.equal(templates.preview('test.spoken', 'fr')?.subject, 'Welcome, Ada')
})

test('what one unsubscribes from is named in the language of the words around it', () => {
  const purpose = { news: 'test.news', title: 'News', titles: { de: 'Neues' } }
  const mail = renderMail({ ...news, purpose }, news.sample, branding, {
    locale: 'de-CH',
    unsubscribeUrl: 'https://a.b/u',
  })
  assert.ok(mail.text.endsWith('\nSie bekommen diese Mail wegen: Neues.\nAbbestellen: https://a.b/u\n'), mail.text)
  assert.ok(mail.html.includes('<p class="quiet" lang="de"') && mail.html.includes('wegen: Neues.'))
  assert.match(renderMail({ ...news, purpose }, news.sample, branding, { locale: 'fr' }).text, /because of: News\./)
})

test('a translation that does not render, or is not named as one, stops the start', () => {
  const render = () => ({ subject: 's', blocks: [{ kind: 'button', label: 'l', url: 'nowhere' }] as const })
  for (const translations of [{ de: render }, { 'pt-BR': welcome.render }, { en: welcome.render }]) {
    const broken = mailTemplate({ ...welcome, name: 'test.broken', translations })
    assert.throws(() => createTemplates(branding).declare([broken]), TypeError)
  }
})

test('a subscription has one title', () => {
  const templates = createTemplates(branding)
  templates.declare([news, { ...news, name: 'test.more' }])
  assert.equal(templates.subscription('test.news')?.title, 'News')
  assert.equal(templates.subscription('test.other'), null)
  const other = { ...news, name: 'test.other', purpose: { news: 'test.news', title: 'Other' } }
  assert.throws(() => templates.declare([other]), /test\.news is told of in two ways/)
})

test('an attachment has a plain name and a type of text, or the mail does not render', () => {
  const carrying = (filename: string, contentType: string) =>
    renderMail(
      { ...welcome, render: () => ({ subject: 's', blocks: [], attachments: [{ filename, contentType, text: 'x' }] }) },
      welcome.sample,
      branding,
    )
  const type = 'text/calendar; charset=utf-8; method=REQUEST'
  assert.deepEqual(carrying('a.ics', type).attachments, [{ filename: 'a.ics', contentType: type, text: 'x' }])
  assert.equal(renderMail(welcome, welcome.sample, branding).attachments, undefined)
  for (const name of ['../a.ics', 'a.ics\r\nBcc: evil@e.com', 'a"b.ics', 'a', '.ics'])
    assert.throws(() => carrying(name, type), TypeError, name)
  for (const odd of ['text/calendar\r\nBcc: evil@e.com', 'application/pdf', 'text/html; x="y"'])
    assert.throws(() => carrying('a.ics', odd), TypeError, odd)
})
