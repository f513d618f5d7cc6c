import { memoised } from '../memo.ts';
import type { Api, Operation } from './model.ts';

/** Operations whose responses can be asked for more: of clients, here to stay (O7), read whole. */
export const isAnswering = memoised((operation: Operation): boolean => {
  const { deprecated, internal, method, path, responsesAreKnown } = operation;
  if (deprecated || internal || path.isInfrastructure || /^(?:head|options|trace)$/.test(method)) return false;
  return responsesAreKnown;
});

/** All of them; each once, though several paths may lead to it. */
export const answeringOperations = memoised((api: Api): readonly Operation[] => [
  ...new Map(api.operations.filter(isAnswering).map(one => [one.node, one])).values(),
]);

/** How this API says that a request is not valid. */
export const codeOfInvalid = memoised((api: Api): '400' | '422' => {
  const count = (code: string): number =>
    api.operations.filter(one => one.responses.some(response => response.code === code)).length;
  return count('422') > count('400') ? '422' : '400';
});
