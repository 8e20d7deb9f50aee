import { expectStatus } from './music.ts'
import type { Person } from './people.ts'
import type { TradingServer } from './trading.ts'
import { uploadText } from './trading-imports.ts'

const API = '/api/trading'

/** The file of an account. */
export async function exported({ http }: Pick<Person, 'http'>, accountId: string): Promise<string> {
  return expectStatus(await http.get(`${API}/accounts/${accountId}/export`), 200) as unknown as string
}

/** Brings a file of an account in; the restore as it is when nothing works at it any more. */
export async function restored(server: TradingServer, { http }: Pick<Person, 'http'>, text: string, name?: string) {
  const fileId = await uploadText({ http }, text, 'main.account.txt', 'trading.account-file')
  const asked = { fileId, ...(name === undefined ? {} : { name }) }
  const { id } = expectStatus(await http.post(`${API}/restores`, asked), 202)
  await server.jobsIdle()
  return expectStatus(await http.get(`${API}/restores/${id}`), 200)
}

type Line = { readonly type: string } & Record<string, unknown>

/** The file with each of its lines as `change` has it. */
export function changedLines(text: string, change: (line: Line) => object): string {
  const lines = text.trimEnd().split('\n')
  return `${lines.map((line) => JSON.stringify(change(JSON.parse(line)))).join('\n')}\n`
}
