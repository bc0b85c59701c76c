import { BlockList, isIP } from 'node:net';

/**
 * Whether an IP address is one of the open internet: not this machine, not its network, not the
 * cloud's own services (169.254.169.254), nothing reserved.
 * https://www.iana.org/assignments/iana-ipv4-special-registry and the registry for IPv6 beside it.
 */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !reserved.check(address, 'ipv4');
    case 6:
      // A zone (`%eth0`) belongs to one link. IPv4 in disguise lies outside of 2000::/3.
      return (
        !address.includes('%') && global.check(address, 'ipv6') && !reserved.check(address, 'ipv6')
      );
    default:
      return false;
  }
}

const reserved = new BlockList();
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const) {
  reserved.addSubnet(net, prefix, 'ipv4');
}
// Tunnels, which may lead anywhere, and addresses for books.
for (const [net, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  reserved.addSubnet(net, prefix, 'ipv6');
}

const global = new BlockList();
global.addSubnet('2000::', 3, 'ipv6');
