import { inflateSync } from 'node:zlib'

/** The text of a PDF as whoever selects it gets it: glyphs by the maps that the file itself holds, a line for each text object, pages in order. */
export function pdfText(pdf: Buffer): string {
  const objects = new Map<string, string>()
  for (const [, id = '', body = ''] of pdf.toString('latin1').matchAll(/(\d+) 0 obj\n([\s\S]*?)endobj/g))
    objects.set(id, body)
  const fonts = new Map<string, Map<string, string>>()
  const shown: string[] = []
  for (const page of [...objects.values()].filter((body) => /\/Type \/Page\n/.test(body))) {
    for (const [, name = '', font = ''] of resourcesOf(page, objects).matchAll(/\/(F\d+) (\d+) 0 R/g))
      fonts.set(name, glyphsOf(objects.get(reference(objects.get(font) ?? '', 'ToUnicode')) ?? ''))
    shown.push(...textObjects(streamOf(objects.get(reference(page, 'Contents')) ?? ''), fonts))
  }
  return shown.join('\n')
}

function resourcesOf(page: string, objects: ReadonlyMap<string, string>): string {
  return objects.get(reference(page, 'Resources')) ?? page
}

function reference(body: string, key: string): string {
  return new RegExp(`/${key} (\\d+) 0 R`).exec(body)?.[1] ?? ''
}

function streamOf(body: string): string {
  const stream = /stream\n([\s\S]*)\nendstream/.exec(body)?.[1] ?? ''
  return stream === '' ? '' : inflateSync(Buffer.from(stream, 'latin1')).toString('latin1')
}

/** Of a ToUnicode map: ranges whose texts are listed one by one. */
function glyphsOf(body: string): Map<string, string> {
  const glyphs = new Map<string, string>()
  for (const [, first = '', list = ''] of streamOf(body).matchAll(/<([0-9a-f]{4})> <[0-9a-f]{4}> \[([^\]]*)\]/g))
    for (const [at, [, hex = '']] of [...list.matchAll(/<([0-9a-f ]*)>/g)].entries()) {
      const glyph = (Number.parseInt(first, 16) + at).toString(16).padStart(4, '0')
      glyphs.set(glyph, Buffer.from(hex.replaceAll(' ', ''), 'hex').swap16().toString('utf16le'))
    }
  return glyphs
}

function textObjects(content: string, fonts: ReadonlyMap<string, ReadonlyMap<string, string>>): string[] {
  return [...content.matchAll(/BT\n[\s\S]*?\/(F\d+) [\d.]+ Tf\n([\s\S]*?)ET/g)].map(([, font = '', ops = '']) =>
    [...ops.matchAll(/<([0-9a-f]+)>/g)]
      .flatMap(([, hex = '']) => hex.match(/.{4}/g) ?? [])
      .map((glyph) => fonts.get(font)?.get(glyph) ?? '\ufffd')
      .join(''),
  )
}
