/** The part of WebAssembly used here; TypeScript describes it in its DOM library only, which the server does not load. */
type WasmRuntime = {
  readonly instantiate: (
    bytes: Uint8Array,
    imports: object,
  ) => Promise<{ readonly instance: { readonly exports: unknown } }>
  readonly RuntimeError: new () => Error
}

const runtime = (globalThis as unknown as { readonly WebAssembly: WasmRuntime }).WebAssembly

export async function instantiateWasm(bytes: Uint8Array): Promise<unknown> {
  const { instance } = await runtime.instantiate(bytes, {})
  return instance.exports
}

/** A trap inside a decoder: an out-of-bounds access or an impossible operation that hostile bytes led it to. */
export function isWasmTrap(error: unknown): boolean {
  return error instanceof runtime.RuntimeError
}
