import { useMutation, useQueryClient } from '@tanstack/react-query'
import { tradingKey } from '../../queries.ts'
import type { TradingImport } from '../../types.ts'
import { importQuery, importsKey } from './queries.ts'

/** Takes a step of an import; what it answers is how the import stands, and lists and figures are asked again. */
export function useImportStep<Input>(send: (input: Input) => Promise<TradingImport>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: send,
    onSuccess: async (batch) => {
      client.setQueryData(importQuery(batch.id).queryKey, batch)
      await client.invalidateQueries({ queryKey: importsKey })
    },
    onError: () => client.invalidateQueries({ queryKey: tradingKey }),
  })
}
