import assert from 'node:assert/strict'
import { Agent } from 'node:https'
import { connect } from 'node:net'
import { after, before, test } from 'node:test'
import {
  ApiError,
  CheckoutPaymentIntent,
  Client,
  Environment,
  OrdersController,
  PatchOp,
  PaymentsController,
  TransactionSearchController,
} from '@paypal/paypal-server-sdk'
import { type PaypalSimulator, startPaypalSimulator } from './simulator.ts'

let simulator: PaypalSimulator | undefined
before(async () => {
  simulator = await startPaypalSimulator()
})
after(() => simulator?.close())

/** The official SDK knows PayPal's two addresses only: its connections are led to the stand-in, which needs no TLS. */
function clientOf({ url, clientId, clientSecret }: PaypalSimulator): Client {
  const { hostname, port } = new URL(url)
  const httpsAgent = Object.assign(new Agent(), { createConnection: () => connect(Number(port), hostname) })
  return new Client({
    environment: Environment.Sandbox,
    clientCredentialsAuthCredentials: { oAuthClientId: clientId, oAuthClientSecret: clientSecret },
    httpClientOptions: { httpsAgent },
  })
}

const body = {
  intent: CheckoutPaymentIntent.Capture,
  purchaseUnits: [{ customId: 'p1', amount: { currencyCode: 'USD', value: '200.00' } }],
  paymentSource: {
    paypal: { experienceContext: { returnUrl: 'https://example.com/', cancelUrl: 'https://example.com/' } },
  },
}

test('the official SDK makes, captures, reads and refunds an order, and finds it in the report', async () => {
  assert.ok(simulator !== undefined)
  const client = clientOf(simulator)
  const [orders, payments] = [new OrdersController(client), new PaymentsController(client)]
  const { result: made } = await orders.createOrder({ body, paypalRequestId: 'k1', prefer: 'return=representation' })
  const id = made.id ?? assert.fail('no id')
  assert.deepEqual([made.status, made.purchaseUnits?.[0]?.amount?.value], ['PAYER_ACTION_REQUIRED', '200.00'])
  assert.equal((await orders.createOrder({ body, paypalRequestId: 'k1' })).result.id, id)
  const path = "/purchase_units/@reference_id=='default'/custom_id"
  await orders.patchOrder({ id, body: [{ op: PatchOp.Replace, path, value: 'p2' }] })
  await assert.rejects(orders.captureOrder({ id }), isIssue('ORDER_NOT_APPROVED'))
  await simulator.control('approve', { id })
  const { result: captured } = await orders.captureOrder({ id, prefer: 'return=representation' })
  const captureId = captured.purchaseUnits?.[0]?.payments?.captures?.[0]?.id ?? assert.fail('no capture')
  const { result: capture } = await payments.getCapturedPayment({ captureId })
  assert.deepEqual(
    [capture.status, capture.customId, capture.sellerReceivableBreakdown?.netAmount?.value],
    ['COMPLETED', 'p2', '192.53'],
  )
  const refunded = await payments.refundCapturedPayment({
    captureId,
    prefer: 'return=representation',
    body: { amount: { currencyCode: 'USD', value: '50.00' } },
  })
  assert.deepEqual([refunded.result.status, refunded.result.amount?.value], ['COMPLETED', '50.00'])
  const { result: order } = await orders.getOrder({ id })
  assert.deepEqual([order.status, order.purchaseUnits?.[0]?.payments?.refunds?.length], ['COMPLETED', 1])
  const search = new TransactionSearchController(client)
  const day = 24 * 3600 * 1000
  const { result: report } = await search.searchTransactions({
    startDate: new Date(Date.now() - day).toISOString(),
    endDate: new Date(Date.now() + day).toISOString(),
  })
  const codes = report.transactionDetails?.map(({ transactionInfo: info }) => info?.transactionEventCode)
  assert.deepEqual(codes, ['T0006', 'T1107'])
})

test('what PayPal refuses is an error of the official SDK, with its issue', async () => {
  assert.ok(simulator !== undefined)
  const client = clientOf(simulator)
  const orders = new OrdersController(client)
  const of = (currencyCode: string, value: string) => ({
    ...body,
    purchaseUnits: [{ amount: { currencyCode, value } }],
  })
  await assert.rejects(orders.createOrder({ body: of('JPY', '10.50') }), isIssue('DECIMAL_PRECISION'))
  await assert.rejects(orders.createOrder({ body: of('KES', '10.00') }), isIssue('CURRENCY_NOT_SUPPORTED'))
  await orders.createOrder({ body, paypalRequestId: 'k2' })
  const other = orders.createOrder({ body: of('USD', '1.00'), paypalRequestId: 'k2' })
  await assert.rejects(other, isIssue('DUPLICATE_REQUEST_ID'))
  await assert.rejects(orders.getOrder({ id: '5O190127TN364715T' }), isIssue('INVALID_RESOURCE_ID'))
})

function isIssue(issue: string) {
  return (error: unknown): boolean => {
    assert.ok(error instanceof ApiError)
    const { details } = JSON.parse(String(error.body)) as { details: { issue: string }[] }
    assert.deepEqual(
      details.map((one) => one.issue),
      [issue],
    )
    return true
  }
}
