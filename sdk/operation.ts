/** How one operation of the contract is called; the generated table holds one for each operationId. */
export interface Operation {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** OpenAPI form: `/api/tracks/{id}`. */
  readonly path: string
  /** What the success answer holds; `bytes` hands the Response over unread. */
  readonly answer: 'json' | 'text' | 'bytes' | 'none'
  /** What the request carries; absent when it has no body. */
  readonly body?: 'json' | 'bytes'
  /** Needs no session; a sign-in is one of these. */
  readonly public?: true
  /** Takes an Idempotency-Key. */
  readonly idempotent?: 'required' | 'optional'
  /** Its body says by `transport` whether tokens come as cookies or in the answer. */
  readonly choosesTransport?: true
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined
  /** For the whole call with its retries; the client's own (30 s) when absent. */
  readonly timeoutMs?: number | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
}

/** Of operations that take an Idempotency-Key: one is made for each call, give your own to span several. */
export interface KeyedCallOptions extends CallOptions {
  readonly idempotencyKey?: string | undefined
}

export type BinaryBody = Blob | Uint8Array<ArrayBuffer>

/** What every generated input narrows. */
export interface OperationInput extends KeyedCallOptions {
  readonly path?: Readonly<Record<string, string | number>> | undefined
  readonly query?: object | undefined
  readonly body?: unknown
}
