/**
 * Which `Host` a request may carry.
 *
 * A page of another site can point its own name at 127.0.0.1 (DNS rebinding); then the browser takes this drive for
 * that site. Addresses cannot be rebound, names can: only known names are served. Knows: headers only.
 */
import { Refusal } from './refusal.js';

/** The refusal for a foreign host; without `hosts` (in process) any is fine. */
export function hostRefusal(
  request: Request,
  hosts: readonly string[] | undefined,
): Refusal | undefined {
  if (!hosts) return undefined;
  const { hostname, host } = new URL(request.url);
  const header = request.headers.get('host');
  const same = header === null || header.toLowerCase() === host;
  return same && isKnown(hostname, hosts)
    ? undefined
    : new Refusal(421, 'This drive does not serve that host.');
}

function isKnown(hostname: string, hosts: readonly string[]): boolean {
  return (
    hostname === 'localhost' ||
    /^\d+(\.\d+){3}$/.test(hostname) ||
    hostname.startsWith('[') ||
    hosts.includes(hostname)
  );
}
