/**
 * The command `kommo-uploader`. The build makes one file of it and all that it needs.
 *
 * Knows: which commands there are. Does not know: what they do.
 */

import { brokerCommand } from './broker/node/command.js';
import { probeCommand } from './probe/command.js';

const [command, ...args] = process.argv.slice(2);

if (command === 'broker') {
  const code = await brokerCommand(args, process.env);
  if (code !== undefined) process.exitCode = code;
} else if (command === 'probe') {
  process.exitCode = await probeCommand(args, process.env);
} else {
  const isAsked = command === undefined || command === '--help';
  (isAsked ? console.log : console.error)(
    'There are: kommo-uploader broker [--help], kommo-uploader probe [--help]',
  );
  process.exitCode = isAsked ? 0 : 2;
}
