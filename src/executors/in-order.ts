/** Runs tasks with at most `most` under way and yields their results in the order of the items. */
export async function* inOrder<Item, Result>(
  items: Iterable<Item>,
  most: number,
  run: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const underWay: Promise<Result>[] = [];
  const rest = items[Symbol.iterator]();
  const startMore = (): void => {
    while (underWay.length < most) {
      const { done, value } = rest.next();
      if (done) return;
      const task = run(value);
      task.catch(() => undefined); // reported when its turn comes
      underWay.push(task);
    }
  };
  for (startMore(); underWay.length > 0; startMore()) yield await (underWay.shift() as Promise<Result>);
}
