/** A set of entities of one kind, by number: quick to ask, to go through and to empty. */
export interface EntitySet {
  /** [entity] 1 for members. */
  readonly isIn: Uint8Array;
  /** The members, in the order they came, in the first `count` places. */
  readonly list: Int32Array;
  count: number;
}

export function createEntitySet(size: number): EntitySet {
  return { isIn: new Uint8Array(size), list: new Int32Array(size), count: 0 };
}

export function addEntity(set: EntitySet, entity: number): void {
  if (set.isIn[entity] === 1) return;
  set.isIn[entity] = 1;
  set.list[set.count++] = entity;
}

export function addAllEntities(set: EntitySet): void {
  for (let entity = 0; entity < set.list.length; entity++) addEntity(set, entity);
}

export function emptyEntitySet(set: EntitySet): void {
  for (let at = 0; at < set.count; at++) set.isIn[set.list[at]] = 0;
  set.count = 0;
}
