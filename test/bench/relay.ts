/**
 * The broker in a process of its own, before a drive.
 *
 * Knows: the settings that let it do nothing but relay, and the ticket that a page shows it. Does not know: who is
 * measured.
 */

import { issueTicket } from '../../src/broker/index.js';
import { type Server, startServer } from './processes.js';

const key = 'ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=';

export interface Relay {
  readonly server: Server;
  readonly ticket: string;
}

export const startRelay = async (
  driveUrl: string,
  page: string,
  nodeFlags: readonly string[] = [],
): Promise<Relay> => {
  const server = await startServer(
    'src/command.ts',
    ['broker'],
    {
      BROKER_KEY: key,
      ACCOUNTS: `1=${new URL(driveUrl).host}`,
      TOKEN_1: 'a-token-that-nobody-checks',
      ORIGINS: page,
      RELAY: 'true',
      DEV: 'true',
      SINGLE_INSTANCE: 'true',
      PORT: '0',
      PAGE_BYTES_A_DAY: String(2 ** 45),
    },
    nodeFlags,
  );
  const ticket = await issueTicket(
    {
      account: 1,
      maxFileSize: 2 ** 40,
      maxFiles: 1_000_000,
      types: ['*/*'],
      expires: Date.now() + 3_600_000,
    },
    { origin: page, key },
  );
  return { server, ticket };
};
