import { describe, expect, test } from 'vitest';
import { isPublicAddress } from '../../src/outside/public-address.ts';

describe('an address', () => {
  test.each([
    '93.184.215.14',
    '1.1.1.1',
    '172.15.0.1',
    '172.32.0.1',
    '192.167.255.255',
    '2606:4700:4700::1111',
    '2a00:1450:4003:80e::200e',
  ])('%s is public', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  test.each([
    ['0.0.0.0', 'this host'],
    ['127.0.0.1', 'loopback'],
    ['127.255.255.254', 'loopback'],
    ['10.1.2.3', 'private'],
    ['172.16.0.1', 'private'],
    ['172.31.255.255', 'private'],
    ['192.168.1.1', 'private'],
    ['169.254.169.254', 'the services of a cloud'],
    ['100.64.0.1', 'behind a carrier'],
    ['192.0.2.1', 'for books'],
    ['198.18.0.1', 'for measurements'],
    ['224.0.0.1', 'to many'],
    ['255.255.255.255', 'to all'],
    ['::', 'this host'],
    ['::1', 'loopback'],
    ['::ffff:127.0.0.1', 'IPv4 in disguise'],
    ['::ffff:10.0.0.1', 'IPv4 in disguise'],
    ['::ffff:1.1.1.1', 'IPv4 in disguise'],
    ['64:ff9b::7f00:1', 'IPv4 behind a translator'],
    ['fe80::1', 'one link'],
    ['fe80::1%eth0', 'one link'],
    ['2606:4700::1%eth0', 'one link'],
    ['fd00:ec2::254', 'private'],
    ['fc00::1', 'private'],
    ['ff02::1', 'to many'],
    ['2001::1', 'a tunnel'],
    ['2002:7f00:1::', 'a tunnel'],
    ['2001:db8::1', 'for books'],
    ['localhost', 'a name'],
    ['', 'nothing'],
  ])('%s is not public: %s', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});
