import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nameKey, searchWords, slugOf } from './name-key.ts'

const cases: readonly { text: string; key: string; slug: string; words: string[] }[] = [
  { text: 'Night Ferry', key: 'night ferry', slug: 'night-ferry', words: ['night', 'ferry'] },
  { text: '  NIGHT   Ferry ', key: 'night ferry', slug: 'night-ferry', words: ['night', 'ferry'] },
  { text: 'Beyoncé & Söhne', key: 'beyonce & sohne', slug: 'beyonce-sohne', words: ['beyonce', 'sohne'] },
  { text: 'ＡＣ／ＤＣ', key: 'ac/dc', slug: 'ac-dc', words: ['ac', 'dc'] },
  { text: '日本語 バンド', key: '日本語 バンド', slug: 'artist', words: ['日本語', 'バンド'] },
  { text: '!!!', key: '!!!', slug: 'artist', words: ['!!!'] },
  { text: "Don't, don't", key: "don't, don't", slug: 'don-t-don-t', words: ['don', 't'] },
  { text: 'x'.repeat(100), key: 'x'.repeat(100), slug: 'x'.repeat(70), words: ['x'.repeat(100)] },
]

for (const { text, key, slug, words } of cases) {
  test(`reads "${text.slice(0, 20)}" as the listener does`, () => {
    assert.deepEqual({ key: nameKey(text), slug: slugOf(text), words: searchWords(text) }, { key, slug, words })
  })
}
