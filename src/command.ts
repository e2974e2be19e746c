/**
 * The command `kommo-uploader`. The build makes one file of it and all that it needs.
 *
 * Knows: which commands there are. Does not know: what they do.
 */

import { brokerCommand } from './broker/node/command.js';

const [command, ...args] = process.argv.slice(2);

if (command === 'broker') {
  const code = await brokerCommand(args, process.env);
  if (code !== undefined) process.exitCode = code;
} else {
  console.error('There is: kommo-uploader broker [--help]');
  process.exitCode = command === undefined || command === '--help' ? 0 : 2;
}
