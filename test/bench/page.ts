/** The page of the bench, with the element and the bare loop. Knows nothing but how to begin. */
import { play } from './play.js';

await play();
