import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** The text files of a repository: path relative to its root, with forward slashes, to content. */
export type SourceTree = ReadonlyMap<string, string>

/** One place that breaks a rule, and what to write there. */
export type Finding = {
  readonly path: string
  readonly line: number
  readonly rule: string
  readonly instead: string
}

export const repositoryRoot = join(import.meta.dirname, '..', '..')

const walkedPast = new Set(['node_modules', '.git', 'dist', 'data', 'coverage'])
const binary = /\.(png|jpe?g|gif|webp|avif|ico|woff2?|wav|mp3|flac|ogg|m4a|mp4|pdf|zip|gz|tgz|dump)$/
const textBytesMax = 2_000_000

/** Reads every tracked or trackable text file under `root`; what .gitignore names is not part of the tree. */
export function readTree(root: string): SourceTree {
  const tree = new Map<string, string>()
  for (const path of listFiles(root)) {
    if (binary.test(path)) continue
    const file = statSync(join(root, path), { throwIfNoEntry: false })
    if (!file?.isFile() || file.size > textBytesMax) continue
    const text = readFileSync(join(root, path), 'utf8')
    if (!text.includes('\0')) tree.set(path, text)
  }
  return tree
}

/** Lists by git when there is a repository; a source archive without one is walked. */
function listFiles(root: string): string[] {
  if (statSync(join(root, '.git'), { throwIfNoEntry: false }) === undefined) return walk(root, '')
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  return [...new Set(listed.split('\0'))].filter((path) => path !== '')
}

function walk(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    if (entry.isDirectory()) return walkedPast.has(entry.name) ? [] : walk(root, path)
    return entry.isFile() ? [path] : []
  })
}

/** One finding a line, as editors link it: `path:line rule: what to do instead`. */
export function formatFindings(findings: readonly Finding[]): string {
  return findings
    .map(({ path, line, rule, instead }) => `${path}:${line} ${rule}: ${instead}`)
    .sort()
    .join('\n')
}

/** Fails with the findings as a list an editor can follow. */
export function assertNone(findings: readonly Finding[]): void {
  if (findings.length > 0) assert.fail(`${findings.length} found:\n${formatFindings(findings)}`)
}
