import { defineRule } from '#engine';
import { endsInParameter, listAnswer, type Operation } from '#languages/openapi';

export default defineRule({
  id: 'openapi/item-per-request',
  guide: 'streaming/batching',
  summary: 'Reports a list of ids whose items can only be fetched one by one.',
  severity: 'hint',
  recommended: false,
  fixable: 'no',
  messages: {
    oneByOne:
      '"{path}" answers with ids only, and each item is a request of its own: a page of 50 costs a client 51 round trips.',
  },
  check(document, { report }) {
    const { operations } = document.api;
    const items = new Set(operations.filter(isItem).map(one => one.path.segments.slice(0, -1).join('/')));
    const batches = new Set(operations.flatMap(batchOf));
    for (const operation of document.operations) {
      const path = operation.path.segments.join('/');
      if (operation.deprecated || operation.internal || !items.has(path) || batches.has(path) || !listsIds(operation))
        continue;
      report({ at: operation.at, message: 'oneByOne', data: { path: operation.path.path.slice(0, 40) } });
    }
  },
});

function isItem(operation: Operation): boolean {
  // A 204 says that it is there, no more.
  const hasAnswer = operation.successes.some(one => one.code !== '204');
  return operation.method === 'get' && endsInParameter(operation) && hasAnswer;
}

/** The list whose items an operation answers with several at a time: by `?ids=`, or a path such as `/orders/batch`. */
function batchOf({ path, parameters }: Operation): readonly string[] {
  const isByIds = parameters.some(one => one.in === 'query' && /^(?:ids?|\w+_?ids)(?:\[\])?$/i.test(one.name.text));
  const isBatch = /^(?:batch(?:[-_]?get)?|bulk|lookup|multi[-_]?get)$/i.test(path.segments.at(-1) ?? '');
  return [...(isByIds ? [path.segments.join('/')] : []), ...(isBatch ? [path.segments.slice(0, -1).join('/')] : [])];
}

function listsIds(operation: Operation): boolean {
  const items = listAnswer(operation)?.array.items;
  if (!items || items.isUnknown || items.keyword('enum')) return false;
  return items.types.length === 1 && /^(?:string|integer)$/.test(items.types[0]!);
}
