import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { newId } from '../id.ts'
import type { Problem } from '../problem.ts'
import { problemDocument } from './answer-problem.ts'
import { httpProblem } from './problems.ts'

const REASONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  413: 'Content Too Large',
  431: 'Request Header Fields Too Large',
}

function problemFor(code: string | undefined): Problem {
  if (code === 'HPE_HEADER_OVERFLOW') return httpProblem('headers-too-large')
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return httpProblem('timeout')
  if (code === 'HPE_CHUNK_EXTENSIONS_OVERFLOW') return httpProblem('body-too-large')
  return httpProblem('bad-request')
}

export interface SocketAnswers {
  /** Answers what Node's parser refused and closes: nothing more on this connection can be trusted. */
  answer(error: Error & { code?: string }, socket: Duplex): void
  /** Takes over the two requests that Node answers by itself: CONNECT and an expectation other than 100-continue. */
  attach(server: Server): void
}

/** Problem documents, with the headers of every answer, for requests that never reach the router. */
export function createSocketAnswers(
  headers: Readonly<Record<string, string>>,
  onProblem: (code: string) => void,
): SocketAnswers {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  const write = (socket: Duplex, problem: Problem): void => {
    const requestId = newId()
    const body = JSON.stringify(problemDocument(problem, requestId))
    const allow = problem.status === 405 ? 'allow: \r\n' : ''
    onProblem(problem.code)
    socket.end(
      `HTTP/1.1 ${problem.status} ${REASONS[problem.status] ?? 'Bad Request'}\r\n${lines.join('')}${allow}` +
        `content-type: application/problem+json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\n` +
        `x-request-id: ${requestId}\r\nconnection: close\r\n\r\n${body}`,
    )
  }
  return {
    answer(error, socket) {
      if (error.code === 'ECONNRESET' || !socket.writable) socket.destroy()
      else write(socket, problemFor(error.code))
    },
    attach(server) {
      server.on('connect', (_request, socket) => write(socket, httpProblem('method-not-allowed')))
      server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) => {
        const requestId = newId()
        const problem = httpProblem('expectation')
        onProblem(problem.code)
        response.writeHead(problem.status, {
          ...headers,
          'content-type': 'application/problem+json; charset=utf-8',
          'x-request-id': requestId,
          connection: 'close',
        })
        response.end(JSON.stringify(problemDocument(problem, requestId)))
      })
    },
  }
}
