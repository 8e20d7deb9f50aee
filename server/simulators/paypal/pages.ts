import type { Answer } from '../http.ts'
import type { Approval, Order } from './account.ts'

/** The page that a payer is sent to. */
export function approvalPage({ id, purchase_units: [unit] }: Order): Answer {
  const { currency_code: currency, value } = unit?.amount ?? { currency_code: '', value: '' }
  const button = (name: string, answer: string): string => `<button name="answer" value="${answer}">${name}</button>`
  const body = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Pay</title>
<style>body{font:16px system-ui;max-width:26rem;margin:3rem auto}</style><h1>Pay ${value} ${currency}</h1>
<p>Stand-in for PayPal: no money moves.</p>
<form method="post" action="/checkoutnow?token=${id}">${button('Pay', 'pay')} ${button('Pay by a card without money', 'decline')} ${button('Cancel', 'cancel')}</form></html>`
  return { status: 200, body }
}

/** Back to the business, with what PayPal adds to the address. */
export function afterApproval(order: Order, { returnUrl, cancelUrl }: Approval, agreed: boolean): Answer {
  const target = agreed ? returnUrl : cancelUrl
  if (target === null || !URL.canParse(target)) return { status: 200, body: 'You can close this page.' }
  const back = new URL(target)
  back.searchParams.set('token', order.id)
  if (agreed) back.searchParams.set('PayerID', (order.payer as { payer_id: string }).payer_id)
  return { status: 303, headers: { location: back.href } }
}
