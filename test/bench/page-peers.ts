/** The page of the bench, with the others too. Knows nothing but how to begin. */
import { peerWays } from './peer-ways.js';
import { play } from './play.js';

await play(peerWays);
