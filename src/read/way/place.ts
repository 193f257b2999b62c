/** What a shadow holds right now, both as pg-delta and as our own reader tell it. */
import type { Catalog, TableName } from '../../model/index.ts';
import { readCatalog } from '../database/catalog.ts';
import type { Shadow } from '../shadow/shadow.ts';
import { type Facts, readFacts } from './differ.ts';

export interface Place {
  facts: Facts;
  catalog: Catalog;
}

export const catalogOf = (shadow: Shadow, histories: readonly TableName[]): Promise<Catalog> => {
  const { versionNumber, engine } = shadow;
  return readCatalog((text) => shadow.send(text), { histories, versionNumber, engine });
};

export const placeOn = async (shadow: Shadow, histories: readonly TableName[]): Promise<Place> => ({
  facts: await readFacts({ send: (text) => shadow.send(text), keeps: true }),
  catalog: await catalogOf(shadow, histories),
});

export async function emptyPlace(shadow: Shadow, histories: readonly TableName[]): Promise<Place> {
  await shadow.reset();
  return placeOn(shadow, histories);
}
