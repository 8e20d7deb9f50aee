import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { readTree, repositoryRoot } from './support/source-tree.ts'

/** Sheets of components that are made of others; any other needs the one of its own name, if there is one. */
const MADE_OF: Readonly<Record<string, readonly string[]>> = {
  Select: ['ScrollArea', 'Combobox'],
  MultiSelect: ['ScrollArea', 'Combobox', 'Pill', 'PillsInput'],
  TagsInput: ['ScrollArea', 'Combobox', 'Pill', 'PillsInput'],
  Checkbox: ['InlineInput', 'Checkbox'],
  Radio: ['InlineInput', 'Radio'],
  Switch: ['InlineInput', 'Switch'],
  Modal: ['ModalBase', 'Modal'],
  SegmentedControl: ['FloatingIndicator', 'SegmentedControl'],
}

const sheets = join(repositoryRoot, 'node_modules/@mantine/core/styles')

function sheetsOf(component: string): readonly string[] {
  return MADE_OF[component] ?? (existsSync(join(sheets, `${component}.layer.css`)) ? [component] : [])
}

function importedSheets(text: string): string[] {
  return [...text.matchAll(/^import '@mantine\/core\/styles\/(\w+)\.layer\.css'$/gm)].map(([, name = '']) => name)
}

function importedComponents(text: string): string[] {
  const [, names = ''] = /^import \{([^}]*)\} from '@mantine\/core'$/m.exec(text) ?? []
  return names.split(',').map((name) => name.trim())
}

/** What `text` shows without its style sheet, where every page has `everywhere`. */
function unstyled(text: string, everywhere: readonly string[]): string[] {
  const had = new Set([...everywhere, ...importedSheets(text)])
  return importedComponents(text)
    .flatMap(sheetsOf)
    .filter((sheet) => !had.has(sheet))
}

describe('style sheets of the component library', () => {
  test('are found missing by name', () => {
    const text = "import { Button, Select } from '@mantine/core'\nimport '@mantine/core/styles/Combobox.layer.css'\n"
    assert.deepEqual(unstyled(text, ['Button']), ['ScrollArea'])
    assert.deepEqual(unstyled(text, ['ScrollArea']), ['Button'])
  })

  test('come with every file of the console that shows a component', () => {
    const tree = readTree(repositoryRoot)
    const everywhere = importedSheets(tree.get('console/src/base-styles.ts') ?? '')
    assert.ok(everywhere.includes('Button'))
    const pages = [...tree].filter(([path]) => /^console\/src\/.*\.tsx$/.test(path))
    assert.ok(pages.some(([, text]) => importedComponents(text).includes('Button')))
    const missing = pages.flatMap(([path, text]) => unstyled(text, everywhere).map((sheet) => `${path}: ${sheet}`))
    assert.deepEqual(missing, [])
  })
})
