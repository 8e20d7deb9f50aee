import assert from 'node:assert/strict'
import { BlockList } from 'node:net'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { clientIp, networkOf } from './client-ip.ts'

const proxies = new BlockList()
proxies.addSubnet('10.0.0.0', 8, 'ipv4')
proxies.addAddress('fd00::1', 'ipv6')

describe('the address of a client', () => {
  const cases: readonly (readonly [socket: string | undefined, forwardedFor: string | undefined, address: string])[] = [
    ['203.0.113.7', undefined, '203.0.113.7'],
    ['::ffff:203.0.113.7', undefined, '203.0.113.7'],
    ['203.0.113.7', '198.51.100.1', '203.0.113.7'],
    ['10.1.2.3', undefined, '10.1.2.3'],
    ['10.1.2.3', '198.51.100.1', '198.51.100.1'],
    ['::ffff:10.1.2.3', '198.51.100.1', '198.51.100.1'],
    ['10.1.2.3', '1.1.1.1, 198.51.100.1', '198.51.100.1'],
    ['10.1.2.3', '1.1.1.1, 198.51.100.1, 10.9.9.9', '198.51.100.1'],
    ['10.1.2.3', '10.7.7.7', '10.7.7.7'],
    ['10.1.2.3', 'nonsense', '10.1.2.3'],
    ['10.1.2.3', '198.51.100.1, nonsense', '10.1.2.3'],
    ['10.1.2.3', '198.51.100.1:4711', '10.1.2.3'],
    ['10.1.2.3', '', '10.1.2.3'],
    ['10.1.2.3', ' 198.51.100.1 ', '198.51.100.1'],
    ['fd00::1', '2001:db8::7', '2001:db8::7'],
    [undefined, '198.51.100.1', 'unknown'],
  ]
  for (const [socket, forwardedFor, address] of cases) {
    test(`is ${address} for a connection from ${socket} with X-Forwarded-For ${forwardedFor}`, () => {
      assert.equal(clientIp(socket, forwardedFor, proxies), address)
    })
  }

  test('is never what an untrusted connection says it is', () => {
    fc.assert(
      fc.property(fc.string(), (forwardedFor) => clientIp('203.0.113.7', forwardedFor, proxies) === '203.0.113.7'),
    )
  })
})

describe('the network that limits count by', () => {
  test('is the address for IPv4 and the /64 for IPv6, in one spelling', () => {
    assert.equal(networkOf('203.0.113.7'), '203.0.113.7')
    for (const address of [
      '2001:db8::1',
      '2001:db8:0:0::1',
      '2001:0db8:0000:0000:0000:0000:0000:0001',
      '2001:DB8::ffff:ffff:ffff:ffff',
    ])
      assert.equal(networkOf(address), '2001:db8:0:0::/64', address)
    assert.equal(networkOf('::1'), '0:0:0:0::/64')
    assert.equal(networkOf('2001:db8:1:2:3:4:5:6'), '2001:db8:1:2::/64')
    assert.equal(networkOf('unknown'), 'unknown')
  })

  test('does not depend on the last 64 bits', () => {
    const groups = fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 8, maxLength: 8 })
    fc.assert(
      fc.property(groups, groups, (one, other) => {
        const text = (parts: readonly number[]): string => parts.map((part) => part.toString(16)).join(':')
        assert.equal(networkOf(text(one)), networkOf(text([...one.slice(0, 4), ...other.slice(4)])))
      }),
    )
  })
})
