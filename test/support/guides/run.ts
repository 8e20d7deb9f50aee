import { spawn } from 'node:child_process'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Block } from './blocks.ts'

export interface GuideRun {
  /** One sentence for each command that failed or answered otherwise than shown. */
  readonly faults: readonly string[]
  /** Requests that were made. */
  readonly calls: number
}

export interface GuideStage {
  /** Where the server of the guides listens. */
  readonly url: string
  /** An empty folder: the guide's commands are given here. */
  readonly folder: string
  /** Variables of the guide, and of the program that its commands start. */
  readonly environment: Readonly<Record<string, string>>
  /** Texts of the guides that stand for something of the stage. */
  readonly instead: Readonly<Record<string, string>>
}

const root = join(import.meta.dirname, '../../..')
const SECONDS = 60

/**
 * What the commands of guides meet: curl asks the test's server in place of the guides' addresses and writes down what came; plinth is
 * this program. Standard input is a password, which is what the program's commands read from it.
 */
const PRELUDE = `
set -u -o pipefail
trap 'echo "$GUIDE_LINE $BASH_COMMAND" >> .guide/failed' ERR
curl() {
  local given=() one limit=20 call=.guide/call.$(date +%s%N)
  for one in "$@"; do
    one=$(sed -E 's#(https?://)?(localhost:3000|([a-z]+\\.)?plinth\\.example(\\.com)?|(staging|music)\\.example(\\.com)?)(/|$)#'"$GUIDE_URL"'\\7#' <<< "$one.")
    given+=("\${one%.}")
    [[ $one == -N. || $one == -sN. ]] && limit=1
  done
  command curl -sS --max-time $limit -D "$call.head" "\${given[@]}" | tee "$call.body"
  local code=\${PIPESTATUS[0]} status
  status=$(sed -n 's/^HTTP[^ ]* \\([0-9]*\\).*/\\1/p' "$call.head" | tail -1)
  printf '%s\\n' "$GUIDE_LINE" "\${status:-0}" "\${given[*]}" > "$call"
  [[ $code = 28 && $status = 200 ]] && return 0
  return "$code"
}
plinth() { "$GUIDE_NODE" "$GUIDE_ROOT/server/main.ts" "$@" <<< 'a long pass phrase of nobody'; }
npx() { [ "$1" = plinth ] && plinth "\${@:2}"; }
`

/** Runs the blocks one after another in one shell, as a reader does who types them. */
export async function runGuide(blocks: readonly Block[], stage: GuideStage): Promise<GuideRun> {
  const script = blocks.map(({ line, code }) => `GUIDE_LINE=${line}\n{ :\n${code}\n} > .guide/out.${line}\n`)
  const text = Object.entries(stage.instead).reduce((all, [from, to]) => all.replaceAll(from, to), script.join('\n'))
  await writeFile(join(stage.folder, '.guide/script'), [PRELUDE, text, 'touch .guide/end'].join('\n'))
  const { stderr } = await bash(stage)
  const read = (name: string) => readFile(join(stage.folder, '.guide', name), 'utf8').catch(() => '')
  const names = await readdir(join(stage.folder, '.guide'))
  const calls = await Promise.all(
    names
      .filter((name) => /^call\.\d+$/.test(name))
      .sort()
      .map((name) => callOf(read, name)),
  )
  const failed = (await read('failed')).split('\n').filter((line) => line !== '')
  const refused = calls.filter(({ status }) => status < 200 || status >= 400)
  const differing = await Promise.all(
    blocks.map(async ({ line, shown }) => {
      const answer = calls.findLast((call) => call.line === String(line))?.body ?? ''
      const found = shown === null ? null : differenceFrom(shown, { answer, output: await read(`out.${line}`) })
      return found === null ? [] : [`line ${line}: ${found}`]
    }),
  )
  const faults = [
    ...refused.map(({ line, status, asked, body }) => `line ${line}: ${status} to ${asked}\n  ${body}`),
    ...failed.map((line) => `line ${line.replace(' ', ': this failed: ')}`),
    ...differing.flat(),
    ...(names.includes('end') ? [] : ['the commands stopped before the end']),
  ]
  return { faults: faults.length > 0 && stderr !== '' ? [...faults, stderr] : faults, calls: calls.length }
}

async function callOf(read: (name: string) => Promise<string>, name: string) {
  const [line, status, ...asked] = (await read(name)).split('\n')
  return {
    line,
    status: Number(status),
    asked: asked
      .join('\n')
      .replaceAll(/Bearer \S+/g, 'Bearer ...')
      .trim(),
    body: await read(`${name}.body`),
  }
}

function bash({ folder, url, environment }: GuideStage): Promise<{ stderr: string }> {
  const { NODE_COMPILE_CACHE } = process.env
  const child = spawn('bash', ['.guide/script'], {
    cwd: folder,
    env: {
      ...(NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE }),
      ...{ PATH: process.env.PATH, HOME: folder, LC_ALL: 'C.UTF-8', GUIDE_NODE: process.execPath },
      ...{ GUIDE_ROOT: root, GUIDE_URL: url, ...environment },
    },
    stdio: ['ignore', 'ignore', 'pipe'],
    // A group of its own, so that nothing that it started outlives it.
    detached: true,
  })
  const end = setTimeout(() => process.kill(-(child.pid ?? 0), 'SIGKILL'), SECONDS * 1000)
  let stderr = ''
  child.stderr.on('data', (piece: Buffer) => {
    stderr += piece.toString()
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', () => {
      clearTimeout(end)
      resolve({ stderr })
    })
  })
}

/**
 * How it differs from what the guide shows: as JSON the members of the last answer, as text lines of the output; `...` stands for
 * anything.
 */
function differenceFrom(
  shown: NonNullable<Block['shown']>,
  { answer, output }: { readonly answer: string; readonly output: string },
): string | null {
  if (shown.language === 'json') {
    const missing = missingFrom(JSON.parse(shown.text), JSON.parse(answer || 'null'), '')
    return missing.length === 0 ? null : `${missing.join(', ')}: the answer was ${answer}`
  }
  const isThere = (line: string) => {
    const parts = line.split('...').map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
    return new RegExp(`^${parts.join('.*')}$`, 'm').test(output)
  }
  const absent = shown.text.split('\n').filter((line) => !isThere(line))
  return absent.length === 0 ? null : `not in the output: ${absent.join('\n')}\n  which was ${output}`
}

function missingFrom(shown: unknown, found: unknown, path: string): string[] {
  if (shown === '...' && found !== undefined) return []
  if (typeof shown !== 'object' || shown === null) return shown === found ? [] : [`${path} is ${JSON.stringify(found)}`]
  if (typeof found !== 'object' || found === null) return [`${path} is ${JSON.stringify(found)}`]
  return Object.entries(shown).flatMap(([name, value]) =>
    missingFrom(value, (found as Record<string, unknown>)[name], `${path}/${name}`),
  )
}
