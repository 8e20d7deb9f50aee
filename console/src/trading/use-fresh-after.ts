import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { tradingKey } from './queries.ts'

/** Once the server is done with what it was busy with, no figure of trading that was read before stands. */
export function useFreshAfter(isBusy: boolean): void {
  const client = useQueryClient()
  const was = useRef(isBusy)
  useEffect(() => {
    if (was.current && !isBusy) void client.invalidateQueries({ queryKey: tradingKey })
    was.current = isBusy
  }, [client, isBusy])
}
