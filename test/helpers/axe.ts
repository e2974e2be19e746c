/**
 * Axe in the page of a test. Knows: how its one global comes to be. Does not know: rules.
 */
import type axe from 'axe-core';

export type Axe = typeof axe;

/** As a script, which is all that it is: a browser finds no export in it. */
export const loadAxe = async (): Promise<Axe> => {
  await import('axe-core');
  return (window as unknown as { axe: Axe }).axe;
};
